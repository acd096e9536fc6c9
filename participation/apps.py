from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "participation"
    label = "participation"
    verbose_name = "Beteiligung"

    def ready(self) -> None:
        from strategy.version_events import (  # noqa: PLC0415  app ready
            on_release_considered,
            on_version_released,
        )

        from . import (  # noqa: PLC0415  app ready
            events,
            notifications,
            own_data,
            release_forecast,
            tasks,
        )
        from .models import Topic  # noqa: PLC0415  app ready
        from .thread import preview_context  # noqa: PLC0415  app ready

        events.register()
        notifications.register()
        own_data.register()
        on_version_released(tasks.ring_for_passages)
        on_release_considered(release_forecast.passages_after)
        Topic.preview_builder = staticmethod(preview_context)
