from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "gdb_portal.pages"
    label = "pages"
    verbose_name = "Seiten"
