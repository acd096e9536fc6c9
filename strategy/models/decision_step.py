"""How the strategy came to be decided, and what was decided about it since."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import DecisionKind
from .version import StrategyVersion


class DecisionStep(models.Model):
    """A dated step of the decision history, with the source that tells it."""

    kind = models.CharField(_("Art"), max_length=12, choices=DecisionKind.choices)
    title = models.CharField(_("Was geschah"), max_length=140)
    text = models.TextField(_("Erklärung"), max_length=600, blank=True)
    happened_on = models.DateField(
        _("am"), help_text=_("Bei einem Zeitraum der erste Tag. Danach wird geordnet.")
    )
    date_words = models.CharField(
        _("Zeit in Worten"),
        max_length=80,
        blank=True,
        help_text=_("Wenn der Tag nicht bekannt ist, zum Beispiel „Sommer und Herbst 2022“."),
    )
    version = models.ForeignKey(
        StrategyVersion,
        verbose_name=_("betrifft Fassung"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="decision_steps",
    )
    source_label = models.CharField(_("Quelle"), max_length=240)
    source_publisher = models.CharField(_("Herausgegeben von"), max_length=160)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    source_as_of = models.DateField(_("Quelle ausgewertet am"))

    class Meta:
        verbose_name = _("Station der Entscheidung")
        verbose_name_plural = _("Weg der Entscheidung")
        ordering = ["happened_on", "id"]

    def __str__(self) -> str:
        return self.title
