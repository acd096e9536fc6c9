from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "gdb_portal.mail"
    label = "mail"
    verbose_name = "Postausgang"
