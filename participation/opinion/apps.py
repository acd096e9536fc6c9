from django.apps import AppConfig


class OpinionConfig(AppConfig):
    name = "participation.opinion"
    label = "opinion"
    verbose_name = "Meinungsbilder"

    def ready(self) -> None:
        from . import events  # noqa: PLC0415  app ready

        events.register()
