"""What people may be asked about themselves. Coarse on purpose: no more than is compared."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Use(models.TextChoices):
    """What a topic does with these questions."""

    OFF = "off", _("nicht fragen")
    INTERNAL = "internal", _("fragen, nur intern auswerten")
    PUBLIC = "public", _("fragen und nach dem Ende beim Ergebnis zeigen")


class Question(models.TextChoices):
    """The values are the words of the operator's CSV file, too."""

    DISTRICT = "bezirk", _("In welchem Bezirk wohnen Sie?")
    AGE = "alter", _("Wie alt sind Sie?")
    GENDER = "geschlecht", _("Welches Geschlecht haben Sie?")


QUESTION_TITLES = {
    Question.DISTRICT: _("Bezirk"),
    Question.AGE: _("Alter"),
    Question.GENDER: _("Geschlecht"),
}


class AgeBand(models.TextChoices):
    UNDER_18 = "unter-18", _("unter 18")
    TO_29 = "18-29", _("18 bis 29")
    TO_44 = "30-44", _("30 bis 44")
    TO_64 = "45-64", _("45 bis 64")
    FROM_65 = "ab-65", _("65 und älter")


class Gender(models.TextChoices):
    FEMALE = "weiblich", _("weiblich")
    MALE = "maennlich", _("männlich")
    DIVERSE = "divers", _("divers")
