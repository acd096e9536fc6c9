"""The words of progress."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeKind(models.TextChoices):
    RECORDED = "recorded", _("Ins Portal aufgenommen")
    CHANGED = "changed", _("Angaben geändert")
    CONFIRMED = "confirmed", _("Angaben bestätigt")


class ChangeOrigin(models.TextChoices):
    """Who speaks, as the public reads it: an office, never a person."""

    EDITORIAL = "editorial", _("Redaktion")
    ADMINISTRATION = "administration", _("zuständige Verwaltung")
    IMPORT = "import", _("Übernahme aus einer Datei")
    PORTAL = "portal", _("Portal")


class IndicatorKind(models.TextChoices):
    OUTPUT = "output", _("Leistung")
    OUTCOME = "outcome", _("Wirkung")
