from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "strategy"
    label = "strategy"
    verbose_name = "Strategie"

    def ready(self) -> None:
        from . import invitation_notifications, version_events  # noqa: PLC0415  app ready

        invitation_notifications.register()
        version_events.register()
