"""What followers of a measure may have heard of how it goes."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from pilots.models import Finding, PilotUpdate
from strategy.models import Measure, Milestone

from ..enums import StepKind


class MeasureStepQuerySet(models.QuerySet):
    def still_said(self) -> Self:
        """Those that stand on the measure's public page as of now."""
        own = Milestone.objects.filter(measure=OuterRef("measure"), title=OuterRef("title"))
        of_pilot = {"pilot": OuterRef("measure"), "title": OuterRef("title")}
        return self.filter(
            Q(kind=StepKind.PLANNED) & Exists(own)
            | Q(kind=StepKind.REACHED) & Exists(own.filter(reached_on__isnull=False))
            | Q(kind=StepKind.UPDATE) & Exists(PilotUpdate.objects.filter(**of_pilot))
            | Q(kind=StepKind.FINDING) & Exists(Finding.objects.filter(**of_pilot)),
            measure__live=True,
        )


class MeasureStep(models.Model):
    """A milestone, update or finding that stood on a public page once, known by its words.

    Rows of a page come anew when the page is loaded from a file, so their numbers say nothing; a
    row whose words are corrected keeps its number. Either makes it known.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=7, choices=StepKind.choices)
    title = models.CharField(max_length=200)
    source_id = models.BigIntegerField()

    objects = MeasureStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("Schritt einer Maßnahme")
        verbose_name_plural = _("Schritte von Maßnahmen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["measure", "kind", "title"], name="step_known_once")
        ]

    def __str__(self) -> str:
        return self.title
