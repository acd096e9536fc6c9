"""The dated steps of measures, pilots among them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from gdb_portal.core.orderable import Orderable

from ..enums import DatePrecision
from ..partial_dates import format_partial, last_day_of


class Milestone(Orderable):
    """A dated step: planned for a day, reached on a day, or not known to be reached."""

    measure = ParentalKey("strategy.Measure", on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(_("Meilenstein"), max_length=160)
    text = models.TextField(_("Erklärung"), blank=True)
    planned_on = models.DateField(_("geplant für"), null=True, blank=True)
    planned_precision = models.CharField(
        _("Plan bekannt"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.MONTH
    )
    reached_on = models.DateField(
        _("erreicht am"), null=True, blank=True, help_text=_("Leer: nicht bekannt, ob erreicht.")
    )
    reached_precision = models.CharField(
        _("Datum bekannt"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.MONTH
    )
    source_url = models.URLField(_("Quelle"), max_length=500, blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("planned_on"), FieldPanel("planned_precision")]),
        FieldRowPanel([FieldPanel("reached_on"), FieldPanel("reached_precision")]),
        FieldPanel("source_url"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Meilenstein")
        verbose_name_plural = _("Meilensteine")

    def __str__(self) -> str:
        return self.title

    @property
    def planned(self) -> str:
        return format_partial(self.planned_on, self.planned_precision)

    @property
    def reached(self) -> str:
        return format_partial(self.reached_on, self.reached_precision)

    def is_overdue(self, today: dt.date) -> bool:
        """Whether its plan is over to the last day, and nobody said that it was reached."""
        if self.reached_on or not self.planned_on:
            return False
        return last_day_of(self.planned_on, self.planned_precision) < today
