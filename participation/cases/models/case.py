"""A comment on its way to an answer: who must give it, and until when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from ...models import Comment
from ...working_days import add_working_days
from ..enums import OPEN, WITH_ANSWER, AnswerStatus, CaseStatus

if TYPE_CHECKING:
    from .answer import Answer

DUE_SOON_WORKING_DAYS = 5
STATUS_TONES: dict[str, str] = {
    CaseStatus.NOT_TAKEN_UP: "neutral",
    CaseStatus.DISCONTINUED: "neutral",
    CaseStatus.TAKEN_UP: "success",
    CaseStatus.DONE: "success",
}


class CaseQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Cases whose page exists: the comment was public once, and its topic is."""
        return self.filter(comment__topic__live=True, comment__published_at__isnull=False)

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def answered(self) -> Self:
        return self.filter(status__in=WITH_ANSWER)

    def of(self, administration: Administration) -> Self:
        return self.filter(administration=administration)

    def of_member(self, person: models.Model) -> Self:
        """The cases of all administrations that the person works for."""
        return self.filter(administration__members__user=person)

    def overdue(self, today: dt.date | None = None) -> Self:
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def due_between(self, first: dt.date, last: dt.date) -> Self:
        return self.open().filter(due_on__range=(first, last))

    def due_soon(self, today: dt.date) -> Self:
        return self.due_between(today, add_working_days(today, DUE_SOON_WORKING_DAYS))

    def waiting_for_others(self) -> Self:
        """Open cases that can't go on here: somebody was asked, or a second person must agree."""
        asked = Q(consultations__isnull=False, consultations__replied_at=None)
        return self.open().filter(asked | Q(answer__status=AnswerStatus.SUBMITTED)).distinct()

    def without_effect(self) -> Self:
        """Taken up, and nothing to show for it yet."""
        return self.filter(status=CaseStatus.TAKEN_UP)

    def for_list(self) -> Self:
        return self.select_related(
            "administration", "comment__topic", "comment__author", "answer__administration"
        ).prefetch_related("administration__names", "answer__administration__names")


class Case(models.Model):
    """A comment whose author asked for an answer, on its way to one. Its number is public."""

    number = models.CharField(_("Nummer"), max_length=20, unique=True, editable=False)
    comment = models.OneToOneField(
        Comment, verbose_name=_("Beitrag"), on_delete=models.PROTECT, related_name="case"
    )
    administration = models.ForeignKey(
        Administration,
        verbose_name=_("zuständige Verwaltung"),
        on_delete=models.PROTECT,
        related_name="cases",
    )
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("in Arbeit bei"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    status = models.CharField(
        _("Status"), max_length=12, choices=CaseStatus.choices, default=CaseStatus.NEW
    )
    due_on = models.DateField(_("Frist"))
    opened_at = models.DateTimeField(_("eröffnet"), default=timezone.now)
    answered_at = models.DateTimeField(_("beantwortet"), null=True, blank=True)
    outcome_reason = models.TextField(_("Begründung"), max_length=1000, blank=True)
    effect_due_on = models.DateField(_("Wirkung bis"), null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("Vorgang")
        verbose_name_plural = _("Vorgänge")
        ordering = ["due_on", "id"]
        permissions = [("answer_case", _("Vorgänge beantworten"))]
        indexes = [
            models.Index(
                fields=["administration", "due_on"],
                condition=Q(status__in=sorted(OPEN)),
                name="case_open_by_due",
            ),
            models.Index(
                fields=["due_on"], condition=Q(status__in=sorted(OPEN)), name="case_all_open_by_due"
            ),
            models.Index(fields=["administration", "status"], name="case_by_status"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=sorted(WITH_ANSWER)) | Q(answered_at__isnull=False),
                name="answered_case_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.NOT_TAKEN_UP) | ~Q(outcome_reason=""),
                name="not_taken_up_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def url(self) -> str:
        return reverse("cases:case", args=[self.number])

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_answered(self) -> bool:
        return self.status in WITH_ANSWER

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def tone(self) -> str:
        """Of its state, for the status component."""
        return STATUS_TONES.get(self.status, "info")

    @property
    def draft(self) -> Answer | None:
        """The wording so far, as long as it is not public."""
        answer = getattr(self, "answer", None)
        return answer if answer is not None and not answer.is_published else None

    @property
    def public_answer(self) -> Answer | None:
        answer = getattr(self, "answer", None)
        return answer if answer is not None and answer.is_published else None


class CaseCounter(models.Model):
    """The last number given in a year; locked while the next one is taken, so there are no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class HandOver(models.Model):
    """A case moved from one administration to another, for a public reason."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hand_overs")
    from_administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="+"
    )
    to_administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(_("Begründung"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    handed_over_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Weitergabe")
        verbose_name_plural = _("Weitergaben")
        ordering = ["handed_over_at", "id"]

    def __str__(self) -> str:
        return f"{self.case}: {self.from_administration} → {self.to_administration}"
