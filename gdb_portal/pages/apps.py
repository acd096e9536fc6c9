from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "gdb_portal.pages"
    label = "pages"
    verbose_name = "Seiten"

    def ready(self) -> None:
        from . import notifications  # noqa: PLC0415  app ready

        notifications.register()
