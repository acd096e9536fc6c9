from django.apps import AppConfig


class DemographicsConfig(AppConfig):
    name = "participation.demographics"
    label = "demographics"
    verbose_name = "Angaben zur Person"

    def ready(self) -> None:
        from . import events, own_data  # noqa: PLC0415  app ready

        events.register()
        own_data.register()
