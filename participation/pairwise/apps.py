from django.apps import AppConfig


class PairwiseConfig(AppConfig):
    name = "participation.pairwise"
    label = "pairwise"
    verbose_name = "Paarvergleiche"

    def ready(self) -> None:
        from participation.report import register_report_section  # noqa: PLC0415  app ready
        from participation.services.snapshot import register_counted  # noqa: PLC0415  app ready

        from . import events, own_data, report  # noqa: PLC0415  app ready
        from .services.ranking import votes_for_result  # noqa: PLC0415  app ready

        events.register()
        own_data.register()
        register_report_section(report.rankings_section)
        register_counted("pairs", votes_for_result)
