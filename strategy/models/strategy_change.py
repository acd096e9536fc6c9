"""What the strategy learned: a change, and why it was made."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from .measure import Measure
from .version import Section, StrategyVersion


class StrategyChange(ClusterableModel):
    """A change from one version to the next, or of a measure, with its reason and its source.

    Which contributions caused it is told by `participation`, which knows them.
    """

    text = models.TextField(_("Was sich geändert hat"), max_length=600)
    reason = models.TextField(_("Warum"), max_length=1000)
    happened_on = models.DateField(_("am"))
    version = models.ForeignKey(
        StrategyVersion,
        verbose_name=_("neu in Fassung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
    )
    section = models.ForeignKey(
        Section,
        verbose_name=_("Abschnitt"),
        null=True,
        blank=True,
        # Of the strategy, not of a measure's page.
        limit_choices_to={"version__isnull": False},
        on_delete=models.PROTECT,
        related_name="+",
    )
    measure = models.ForeignKey(
        Measure,
        verbose_name=_("Maßnahme"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source_label = models.CharField(_("Quelle"), max_length=240, blank=True)
    source_publisher = models.CharField(_("Herausgegeben von"), max_length=160, blank=True)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("Änderung der Strategie")
        verbose_name_plural = _("Änderungen der Strategie")
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text="") & ~models.Q(reason=""),
                name="strategy_change_says_what_and_why",
            )
        ]

    def __str__(self) -> str:
        return self.text[:80]
