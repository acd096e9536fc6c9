from django.apps import AppConfig


class ReachConfig(AppConfig):
    name = "participation.reach"
    label = "reach"
    verbose_name = "Reichweite"
