from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "gdb_portal.core"
    label = "core"
    verbose_name = "Grundlagen"

    def ready(self) -> None:
        from . import invalidation  # noqa: F401, PLC0415  app ready: connects Wagtail's signals
