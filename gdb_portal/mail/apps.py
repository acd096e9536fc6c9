from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "gdb_portal.mail"
    label = "mail"
    verbose_name = "Postausgang"

    def ready(self) -> None:
        from . import events  # noqa: PLC0415  app ready

        events.register()
