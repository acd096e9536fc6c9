from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "participation"
    label = "participation"
    verbose_name = "Beteiligung"

    def ready(self) -> None:
        from . import events  # noqa: PLC0415  app ready

        events.register()
