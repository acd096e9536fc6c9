from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "participation.digests"
    label = "digests"
    verbose_name = "Sammelmails"

    def ready(self) -> None:
        from participation.cases.events import (  # noqa: PLC0415  app ready
            on_answer_published,
            on_effect_recorded,
        )
        from participation.events import on_comment_published  # noqa: PLC0415  app ready

        from . import notifications, own_data  # noqa: PLC0415  app ready
        from .services import spreading  # noqa: PLC0415  app ready

        notifications.register()
        own_data.register()
        on_comment_published(spreading.comment_became_public)
        on_answer_published(spreading.answer_became_public)
        on_effect_recorded(spreading.effect_became_public)
