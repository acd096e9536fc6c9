from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "participation.evaluation"
    label = "evaluation"
    verbose_name = "Auswertung"

    def ready(self) -> None:
        from participation.report import register_report_section  # noqa: PLC0415  app ready

        from . import events, report  # noqa: PLC0415  app ready

        events.register()
        register_report_section(report.themes_section)
