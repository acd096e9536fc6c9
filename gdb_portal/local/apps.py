from django.apps import AppConfig


class LocalConfig(AppConfig):
    name = "gdb_portal.local"
    label = "local"
    verbose_name = "Nur auf diesem Rechner"
