"""Reports and decisions. Nothing a moderator does goes unrecorded, nothing is erased."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import CommentStatus, HouseRule
from ..models import Comment
from .enums import AppealStatus, DecisionKind, ReportGround, ReportStatus

# What the receipt of a report promises: a day for the law, a week for the house's rules.
DECIDED_WITHIN = {
    ReportGround.ILLEGAL: dt.timedelta(hours=24),
    ReportGround.RULES: dt.timedelta(days=7),
}
# Half a year, and whoever was told on the last day of a month shall not count days (Art. 20 DSA).
APPEAL_DAYS = 184
APPEAL_DECIDED_WITHIN = dt.timedelta(days=14)


def new_reference() -> str:
    """A number for phone and mail, not to be guessed: M-7K3Q-9XAB (no look-alike characters)."""
    return _reference("M")


def new_appeal_reference() -> str:
    return _reference("B")


def _reference(letter: str) -> str:
    letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    part = "".join(secrets.choice(letters) for _ in range(8))
    return f"{letter}-{part[:4]}-{part[4:]}"


class ReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=ReportStatus.OPEN)

    def late(self) -> Self:
        """Open for longer than we promise to whoever reports something."""
        missed = Q()
        for ground, span in DECIDED_WITHIN.items():
            missed |= Q(ground=ground, created_at__lt=timezone.now() - span)
        return self.open().filter(missed)


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
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entschieden von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("entschieden"), auto_now_add=True)
    undone_at = models.DateTimeField(_("zurückgenommen"), null=True, blank=True)
    on_objection_to = models.OneToOneField(
        "self",
        verbose_name=_("auf Beschwerde gegen"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="objection_decision",
    )
    # Copied, so that the database itself refuses a person who judges their own decision.
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuerst entschieden von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

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
                condition=Q(first_by=None) | ~Q(by=F("first_by")),
                name="another_person_decides_on_objection",
            ),
            models.CheckConstraint(
                condition=Q(on_objection_to=None) | ~Q(reason=""),
                name="objection_decision_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(kind=DecisionKind.UPHOLD) | Q(on_objection_to__isnull=False),
                name="only_objections_are_upheld",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.comment})"

    @property
    def appeal_until(self) -> dt.datetime:
        return self.decided_at + dt.timedelta(days=APPEAL_DAYS)

    @property
    def may_be_appealed(self) -> bool:
        """Whether its author can still say that it was wrong, and nobody took it back."""
        return (
            self.kind == DecisionKind.HIDE
            and self.undone_at is None
            and timezone.now() < self.appeal_until
        )


class AppealQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status=AppealStatus.OPEN)

    def late(self) -> Self:
        return self.open().filter(created_at__lt=timezone.now() - APPEAL_DECIDED_WITHIN)

    def for_moderator(self, person: models.Model) -> Self:
        """Open ones on which this person may decide: not on own decisions, not on own words."""
        return (
            self.open()
            .exclude(first_decided_by=person)
            .exclude(decision__comment__author=person)
            .order_by("created_at")
        )


class Appeal(models.Model):
    """The author says that hiding was wrong; another moderator decides again (Art. 20 DSA)."""

    reference = models.CharField(
        _("Nummer"), max_length=16, unique=True, default=new_appeal_reference, editable=False
    )
    decision = models.OneToOneField(
        Decision, verbose_name=_("Entscheidung"), on_delete=models.PROTECT, related_name="appeal"
    )
    text = models.TextField(_("Warum die Entscheidung falsch war"), max_length=2000)
    status = models.CharField(
        _("Status"), max_length=8, choices=AppealStatus.choices, default=AppealStatus.OPEN
    )
    # Copied, so that the database itself can keep the two apart.
    first_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("zuerst entschieden von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entschieden von"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("Begründung"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    decided_at = models.DateTimeField(_("entschieden"), null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("Beschwerde")
        verbose_name_plural = _("Beschwerden")
        default_permissions = ()
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("first_decided_by")),
                name="appeal_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status=AppealStatus.OPEN, decided_at=None)
                | (~Q(status=AppealStatus.OPEN) & Q(decided_at__isnull=False) & ~Q(reason="")),
                name="decided_appeal_has_time_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def due_at(self) -> dt.datetime:
        """When we promise to have decided."""
        return self.created_at + APPEAL_DECIDED_WITHIN

    @property
    def is_late(self) -> bool:
        return self.status == AppealStatus.OPEN and self.due_at < timezone.now()
