from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "gdb_portal.mail"
    label = "mail"
    verbose_name = "Postausgang"

    def ready(self) -> None:
        from . import events, notifications  # noqa: PLC0415  app ready

        events.register()
        notifications.register()
