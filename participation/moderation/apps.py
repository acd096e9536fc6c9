from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "participation.moderation"
    label = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        from . import notifications, own_data  # noqa: PLC0415  app ready

        notifications.register()
        own_data.register()
