"""Working together on a case: asking other administrations, and notes among colleagues."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from ..enums import OPEN
from .case import Case


class ConsultationQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Asked and not yet answered, on cases that still need an answer."""
        return self.filter(replied_at=None, case__status__in=OPEN)

    def of(self, administration: Administration) -> Self:
        return self.filter(administration=administration)

    def of_member(self, person: models.Model) -> Self:
        return self.filter(administration__members__user=person)

    def for_list(self) -> Self:
        return self.select_related(
            "administration", "case__administration", "case__comment__topic"
        ).prefetch_related("administration__names", "case__administration__names")


class Consultation(models.Model):
    """Another administration is asked for its part: publicly asked, internally answered."""

    case = models.ForeignKey(
        Case, verbose_name=_("Vorgang"), on_delete=models.CASCADE, related_name="consultations"
    )
    administration = models.ForeignKey(
        Administration,
        verbose_name=_("gefragte Verwaltung"),
        on_delete=models.PROTECT,
        related_name="consultations",
    )
    question = models.TextField(_("Frage"), max_length=2000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("gefragt"), auto_now_add=True)
    reply = models.TextField(_("Stellungnahme"), max_length=5000, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    replied_at = models.DateTimeField(_("Stellung genommen"), null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mitwirkung")
        verbose_name_plural = _("Mitwirkungen")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "administration"], name="asked_once_per_case_and_administration"
            ),
            models.CheckConstraint(
                condition=Q(replied_at=None) | ~Q(reply=""), name="reply_has_its_words"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.administration}"


class CaseNote(models.Model):
    """A word among colleagues. Never public, never exported."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(_("Vermerk"), max_length=4000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("interner Vermerk")
        verbose_name_plural = _("interne Vermerke")
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return f"{self.case} ({self.written_at:%d.%m.%Y})"
