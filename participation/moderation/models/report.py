"""Somebody's notice that a comment breaks the law or a rule."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...enums import HouseRule
from ...models import Comment
from ..enums import AppealStatus, ReportGround, ReportStatus
from .reference import new_reference

# What the receipt of a report promises: a day for the law, a week for the house's rules.
DECIDED_WITHIN = {
    ReportGround.ILLEGAL: dt.timedelta(hours=24),
    ReportGround.RULES: dt.timedelta(days=7),
}
# Long enough to send what was decided, also when the mail server is away for a while.
ADDRESS_KEPT = dt.timedelta(days=30)


class ReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=ReportStatus.OPEN)

    def late(self, now: dt.datetime | None = None) -> Self:
        """Open for longer than we promise to whoever reports something."""
        now = now or timezone.now()
        missed = Q()
        for ground, span in DECIDED_WITHIN.items():
            missed |= Q(ground=ground, created_at__lt=now - span)
        return self.open().filter(missed)

    def address_no_longer_needed(self, now: dt.datetime) -> Self:
        """Decided long enough ago, and no appeal waits whose outcome must be told."""
        return (
            self.exclude(email="")
            .exclude(status=ReportStatus.OPEN)
            .filter(decided_at__lt=now - ADDRESS_KEPT)
            .exclude(decisions__appeal__status=AppealStatus.OPEN)
            .exclude(decisions__appeal__decided_at__gte=now - ADDRESS_KEPT)
        )


class Report(models.Model):
    """Somebody's notice about a comment; no account needed (Art. 16 DSA)."""

    reference = models.CharField(
        _("Nummer"), max_length=16, unique=True, default=new_reference, editable=False
    )
    comment = models.ForeignKey(
        Comment, verbose_name=_("Beitrag"), on_delete=models.PROTECT, related_name="reports"
    )
    ground = models.CharField(_("Grund"), max_length=8, choices=ReportGround.choices)
    rule = models.CharField(_("Regel"), max_length=2, choices=HouseRule.choices, blank=True)
    explanation = models.TextField(_("Begründung"), max_length=2000)
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    # Evidence: what was reported, even if the author changes or withdraws it.
    reported_text = models.TextField(_("gemeldeter Wortlaut"))
    status = models.CharField(
        _("Status"), max_length=8, choices=ReportStatus.choices, default=ReportStatus.OPEN
    )
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    decided_at = models.DateTimeField(_("entschieden"), null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Meldung")
        verbose_name_plural = _("Meldungen")
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["created_at"], condition=Q(status=ReportStatus.OPEN), name="report_queue"
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def due_at(self) -> dt.datetime:
        """When we promised to have decided."""
        return self.created_at + DECIDED_WITHIN[ReportGround(self.ground)]

    @property
    def is_late(self) -> bool:
        return self.status == ReportStatus.OPEN and self.due_at < timezone.now()
