"""What moderators decide, and why."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ...enums import CommentStatus, HouseRule
from ...models import Comment
from ..enums import DecisionKind
from .report import Report

# Half a year, and whoever was told on the last day of a month shall not count days (Art. 20 DSA).
APPEAL_DAYS = 184
# Hiding is appealed by who wrote the words, leaving them by who reported them.
APPEALABLE = frozenset({DecisionKind.HIDE, DecisionKind.KEEP})


class DecisionQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(undone_at=None)


class Decision(models.Model):
    """What a moderator decided on a comment and why: the statement of reasons (Art. 17 DSA)."""

    comment = models.ForeignKey(
        Comment, verbose_name=_("Beitrag"), on_delete=models.PROTECT, related_name="decisions"
    )
    kind = models.CharField(_("Entscheidung"), max_length=12, choices=DecisionKind.choices)
    before = models.CharField(_("Status davor"), max_length=9, choices=CommentStatus.choices)
    rule = models.CharField(_("Regel"), max_length=2, choices=HouseRule.choices, blank=True)
    reason = models.TextField(_("Begründung"), max_length=2000, blank=True)
    report = models.ForeignKey(
        Report,
        verbose_name=_("auf Meldung"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="decisions",
    )
    on_appeal = models.OneToOneField(
        "Appeal",
        verbose_name=_("auf Beschwerde"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outcome",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entschieden von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("entschieden"), auto_now_add=True)
    undone_at = models.DateTimeField(_("zurückgenommen"), null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Entscheidung")
        verbose_name_plural = _("Entscheidungen")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.HIDE) | (~Q(rule="") & ~Q(reason="")),
                name="hiding_names_rule_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(on_appeal=None) | ~Q(reason=""), name="decision_on_appeal_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.UPHOLD) | Q(on_appeal__isnull=False),
                name="upholding_names_its_appeal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.comment})"

    @property
    def appeal_until(self) -> dt.datetime:
        return self.decided_at + dt.timedelta(days=APPEAL_DAYS)

    @property
    def may_be_appealed(self) -> bool:
        """Whether whom it concerns can still say that it was wrong, and nobody took it back."""
        return (
            self.kind in APPEALABLE
            and self.undone_at is None
            and timezone.now() < self.appeal_until
        )
