from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "gdb_portal.accounts"
    label = "accounts"
    verbose_name = "Personen"

    def ready(self) -> None:
        from . import events, mail_section, mails, receivers, roles  # noqa: PLC0415  app ready
        from .services import own_data  # noqa: PLC0415  app ready

        events.register()
        mails.register()
        mail_section.register()
        own_data.register()
        receivers.connect()
        post_migrate.connect(roles.ensure_roles_after_migrating, dispatch_uid="ensure_roles")
