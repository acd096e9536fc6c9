"""Who must answer, until when, and what they answered."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from ..models import Comment
from .enums import OPEN, AnswerStatus, CaseStatus


class CaseQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def of(self, administration: Administration) -> Self:
        return self.filter(administration=administration)

    def of_member(self, person: models.Model) -> Self:
        """The cases of all administrations that the person works for."""
        return self.filter(administration__members__user=person)

    def overdue(self, today: dt.date | None = None) -> Self:
        return self.open().filter(due_on__lt=today or timezone.localdate())

    def due_between(self, first: dt.date, last: dt.date) -> Self:
        return self.open().filter(due_on__range=(first, last))

    def for_list(self) -> Self:
        return self.select_related(
            "administration", "comment__topic", "comment__author", "answer"
        ).prefetch_related("administration__names")


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
    status = models.CharField(
        _("Status"), max_length=12, choices=CaseStatus.choices, default=CaseStatus.NEW
    )
    due_on = models.DateField(_("Frist"))
    opened_at = models.DateTimeField(_("eröffnet"), default=timezone.now)
    answered_at = models.DateTimeField(_("beantwortet"), null=True, blank=True)

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
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=CaseStatus.ANSWERED) | Q(answered_at__isnull=False),
                name="answered_case_has_its_time",
            )
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
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()


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


class Answer(models.Model):
    """What the administration says to a comment; once published it stands under it."""

    case = models.OneToOneField(
        Case, verbose_name=_("Vorgang"), on_delete=models.PROTECT, related_name="answer"
    )
    administration = models.ForeignKey(
        Administration, verbose_name=_("Verwaltung"), on_delete=models.PROTECT, related_name="+"
    )
    text = models.TextField(_("Antwort"), max_length=10000)
    status = models.CharField(
        _("Status"), max_length=9, choices=AnswerStatus.choices, default=AnswerStatus.DRAFT
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True, blank=True)

    class Meta:
        verbose_name = _("Antwort der Verwaltung")
        verbose_name_plural = _("Antworten der Verwaltung")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=AnswerStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_answer_has_its_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}"

    @property
    def is_published(self) -> bool:
        return self.status == AnswerStatus.PUBLISHED
