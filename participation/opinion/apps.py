from django.apps import AppConfig


class OpinionConfig(AppConfig):
    name = "participation.opinion"
    label = "opinion"
    verbose_name = "Meinungsbilder"

    def ready(self) -> None:
        from participation.report import register_report_section  # noqa: PLC0415  app ready

        from . import events, report  # noqa: PLC0415  app ready

        events.register()
        register_report_section(report.map_section)
