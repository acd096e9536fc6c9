from django.apps import AppConfig


class DigestsConfig(AppConfig):
    name = "participation.digests"
    label = "digests"
    verbose_name = "Sammelmails"
