from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "participation.digests"
    label = "digests"
    verbose_name = "Sammelmails"

    def ready(self) -> None:
        from . import notifications  # noqa: PLC0415  app ready

        notifications.register()
