"""The record of how far measures are: what was said before and after, by whom, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..progress_enums import ChangeKind, ChangeOrigin

if TYPE_CHECKING:
    from .measure import Measure


class MeasureChangeQuerySet(models.QuerySet):
    def of(self, measure: Measure) -> Self:
        """In whatever language the measure is read; newest first."""
        return self.filter(measure_key=measure.translation_key).order_by("-id")

    def news(self) -> Self:
        """What somebody said about a measure, not that it was taken into the portal."""
        return self.exclude(kind=ChangeKind.RECORDED)


class MeasureChange(models.Model):
    """One statement about a measure's progress. Never changed, never deleted: the database refuses.

    `state` holds everything that is said of the measure from then on, `before` and `after` only
    what this statement changed. The row outlives the measure's page and the person's account.
    """

    measure = models.ForeignKey(
        "strategy.Measure",
        verbose_name=_("Maßnahme"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="changes",
    )
    measure_key = models.UUIDField(editable=False)
    kind = models.CharField(_("Art"), max_length=9, choices=ChangeKind.choices)
    origin = models.CharField(_("durch"), max_length=14, choices=ChangeOrigin.choices)
    before = models.JSONField(_("vorher"), default=dict)
    after = models.JSONField(_("nachher"), default=dict)
    state = models.JSONField(_("Angaben seitdem"), default=dict)
    reason = models.TextField(_("Begründung"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("durch"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)

    objects = MeasureChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Änderung einer Maßnahme")
        verbose_name_plural = _("Änderungen von Maßnahmen")
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["measure_key", "-id"], name="change_of_measure"),
            models.Index(fields=["measure", "created_at"], name="change_moment"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=ChangeKind.CONFIRMED) | ~Q(reason=""),
                name="confirmation_has_its_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.created_at:%d.%m.%Y})"


class ProgressImport(models.Model):
    """That a file of progress was taken over: which, by whom, when, and how much it changed."""

    name = models.CharField(_("Datei"), max_length=200)
    digest = models.CharField(_("Prüfsumme (SHA-256)"), max_length=64)
    changed_count = models.PositiveIntegerField(_("geänderte Maßnahmen"))
    unchanged_count = models.PositiveIntegerField(_("unveränderte Maßnahmen"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("durch"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("Zeitpunkt"), auto_now_add=True)

    class Meta:
        verbose_name = _("Übernahme von Fortschritt")
        verbose_name_plural = _("Übernahmen von Fortschritt")
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
