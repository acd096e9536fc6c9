from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "participation.cases"
    label = "cases"
    verbose_name = "Vorgänge"

    def ready(self) -> None:
        from participation.events import (  # noqa: PLC0415  app ready
            on_comment_published,
            on_comment_removed,
        )

        from . import notifications, services  # noqa: PLC0415  app ready

        notifications.register()
        on_comment_published(services.comment_became_public)
        on_comment_removed(lambda comment, by: services.discontinue_case(comment, by=by))
