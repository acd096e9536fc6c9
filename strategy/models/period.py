"""When something begins and ends, as exactly as it was published."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..enums import DatePrecision
from ..partial_dates import format_period


class Period(models.Model):
    """A beginning and an end, each with its precision."""

    starts_on = models.DateField(
        _("Beginn"), null=True, blank=True, help_text=_("Bei „08/2021“ der erste Tag des Monats.")
    )
    starts_precision = models.CharField(
        _("Beginn bekannt"),
        max_length=5,
        choices=DatePrecision.choices,
        default=DatePrecision.MONTH,
    )
    ends_on = models.DateField(_("Ende"), null=True, blank=True)
    ends_precision = models.CharField(
        _("Ende bekannt"), max_length=5, choices=DatePrecision.choices, default=DatePrecision.MONTH
    )
    period_note = models.CharField(
        _("Bemerkung zum Zeitraum"),
        max_length=240,
        blank=True,
        help_text=_("z. B. wenn Quellen verschiedene Zeiträume nennen."),
    )

    class Meta:
        abstract = True

    @property
    def period(self) -> str:
        return format_period(
            self.starts_on, self.starts_precision, self.ends_on, self.ends_precision
        )

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Das Ende darf nicht vor dem Beginn liegen.")})
