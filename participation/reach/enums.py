"""The words of reach: what is read on the way to a contribution, and over how long."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TopicPage(models.TextChoices):
    """What views of a topic count as. All other kinds are the names of page models."""

    TOPIC = "topic", _("Thema")
    COMMENT = "comment", _("einzelner Beitrag")
    POLL = "poll", _("Umfrage")
    OPINION = "opinion", _("Meinungsbild")
    RESULT = "result", _("Ergebnis")
    # Whoever is not signed in and wants to write is led to the sign-in first.
    SIGN_IN = "sign_in", _("zur Anmeldung geführt")
    FORM = "form", _("Formular geöffnet")


class Span(models.TextChoices):
    """How far back the desk looks; the address carries the value."""

    WEEK = "7", _("die letzten 7 Tage")
    MONTH = "30", _("die letzten 30 Tage")
    QUARTER = "90", _("die letzten 90 Tage")
    ALL = "alles", _("seit Beginn der Zählung")
