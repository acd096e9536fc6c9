"""Measures about which nobody said anything for too long, and who was told of it when."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration, Measure

from ..enums import StaleStep


class StaleNotice(models.Model):
    """One mail's worth of measures of one administration that reached the same step together."""

    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="stale_notices"
    )
    step = models.CharField(_("Schritt"), max_length=11, choices=StaleStep.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Hinweis auf fehlende Angaben")
        verbose_name_plural = _("Hinweise auf fehlende Angaben")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.administration}: {self.get_step_display()}"


class ReachedStaleStepQuerySet(models.QuerySet):
    def told(self) -> Self:
        """Steps beyond the administration itself."""
        return self.exclude(step=StaleStep.OWNER)


class ReachedStaleStep(models.Model):
    """A measure's silence since `since` reached a step while this administration was responsible.

    Whatever is said of the measure, "no change, because" too, gives it a new day: silence that
    follows is another one, and its steps come anew.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="stale_steps")
    administration = models.ForeignKey(Administration, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("letzte Angabe vom"))
    step = models.CharField(_("Schritt"), max_length=11, choices=StaleStep.choices)
    reached_on = models.DateField(_("erreicht am"))
    notice = models.ForeignKey(
        StaleNotice, null=True, on_delete=models.CASCADE, related_name="steps"
    )

    objects = ReachedStaleStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("Schritt bei fehlenden Angaben")
        verbose_name_plural = _("Schritte bei fehlenden Angaben")
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "since", "administration", "step"],
                name="each_stale_step_once_per_silence",
            ),
            models.CheckConstraint(
                condition=Q(step=StaleStep.OWNER) | Q(notice__isnull=False),
                name="stale_escalation_has_its_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.get_step_display()}"
