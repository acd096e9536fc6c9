from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "strategy"
    label = "strategy"
    verbose_name = "Strategie"

    def ready(self) -> None:
        from . import (  # noqa: PLC0415  app ready
            cooperation_events,
            invitation_notifications,
            progress_events,
            progress_hooks,  # noqa: F401  publishing outside the CMS is recorded, too
            version_events,
        )

        cooperation_events.register()
        invitation_notifications.register()
        progress_events.register()
        version_events.register()
