"""By which numbers a measure wants to be judged, and what was measured."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel

from gdb_portal.core.orderable import Orderable

from ..progress_enums import IndicatorKind


class Indicator(ClusterableModel, Orderable):
    """One number with its unit; where it began and where it shall go, as far as published."""

    measure = ParentalKey("strategy.Measure", on_delete=models.CASCADE, related_name="indicators")
    title = models.CharField(
        _("Kennzahl"), max_length=160, help_text=_("z. B. „Teilnehmende an der Kiezkasse“.")
    )
    kind = models.CharField(
        _("Art"),
        max_length=7,
        choices=IndicatorKind.choices,
        help_text=_("Leistung: was getan wurde. Wirkung: was sich dadurch änderte."),
    )
    unit = models.CharField(
        _("Einheit"), max_length=40, blank=True, help_text=_("z. B. „Personen“ oder „%“.")
    )
    baseline = models.DecimalField(
        _("Ausgangswert"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    target = models.DecimalField(
        _("Zielwert"), max_digits=16, decimal_places=2, null=True, blank=True
    )
    target_on = models.DateField(_("Ziel bis"), null=True, blank=True)
    text = models.TextField(
        _("Erklärung"), blank=True, help_text=_("Was zählt mit, was nicht, wer erhebt es?")
    )

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("unit")]),
        FieldRowPanel([FieldPanel("baseline"), FieldPanel("target"), FieldPanel("target_on")]),
        FieldPanel("text"),
        InlinePanel("measured_values", heading=_("Messwerte"), label=_("Messwert")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("Kennzahl")
        verbose_name_plural = _("Kennzahlen")

    def __str__(self) -> str:
        return self.title


class MeasuredValue(models.Model):
    """What was measured on a day, and where that was published."""

    indicator = ParentalKey(Indicator, on_delete=models.CASCADE, related_name="measured_values")
    measured_on = models.DateField(_("gemessen am"))
    value = models.DecimalField(_("Wert"), max_digits=16, decimal_places=2)
    source = models.CharField(_("Quelle"), max_length=240)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("measured_on"), FieldPanel("value")]),
        FieldRowPanel([FieldPanel("source"), FieldPanel("source_url")]),
    ]

    class Meta:
        verbose_name = _("Messwert")
        verbose_name_plural = _("Messwerte")
        ordering = ["measured_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "measured_on"], name="one_value_a_day_per_indicator"
            )
        ]

    def __str__(self) -> str:
        return f"{self.value} ({self.measured_on})"
