from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "participation"
    label = "participation"
    verbose_name = "Beteiligung"

    def ready(self) -> None:
        from strategy.version_events import on_version_released  # noqa: PLC0415  app ready

        from . import events, own_data, tasks  # noqa: PLC0415  app ready
        from .models import Topic  # noqa: PLC0415  app ready
        from .thread import preview_context  # noqa: PLC0415  app ready

        events.register()
        own_data.register()
        on_version_released(tasks.ring_for_passages)
        Topic.preview_builder = staticmethod(preview_context)
