from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "gdb_portal.accounts"
    label = "accounts"
    verbose_name = "Personen"
