from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "pilots"
    label = "pilots"
    verbose_name = "Pilotprojekte"
