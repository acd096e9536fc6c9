from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PagesConfig(AppConfig):
    name = "gdb_portal.pages"
    label = "pages"
    verbose_name = "Seiten"

    def ready(self) -> None:
        from . import (  # noqa: PLC0415  app ready
            approval_mails,
            comment_notifications,
            newsletter_mail,
            notifications,
            saved_search,
        )
        from .services import approval  # noqa: PLC0415  app ready

        notifications.register()
        approval_mails.register()
        comment_notifications.register()
        newsletter_mail.register()
        saved_search.register()
        post_migrate.connect(
            approval.ensure_approval_after_migrating, dispatch_uid="ensure_approval"
        )
