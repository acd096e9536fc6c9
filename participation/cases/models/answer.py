"""What administrations say, alone or to many at once, and the wordings they keep for it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from ..enums import OUTCOMES, AnswerStatus, CaseStatus
from .case import Case

OUTCOME_CHOICES = [(outcome.value, outcome.label) for outcome in OUTCOMES]


class AnsweringText(models.Model):
    """Shared by single and collective answers: a wording, who wrote it and who let it out.

    `has_second_reader` is copied from the topic when the wording is let out, so that the database
    itself refuses one person's doing both.
    """

    text = models.TextField(_("Antwort"), max_length=10000)
    outcome = models.CharField(
        _("Was daraus wird"),
        max_length=12,
        choices=OUTCOME_CHOICES,
        default=CaseStatus.ANSWERED,
    )
    outcome_reason = models.TextField(_("Begründung"), max_length=1000, blank=True)
    effect_due_on = models.DateField(_("Wirkung bis"), null=True, blank=True)
    status = models.CharField(
        _("Status"), max_length=9, choices=AnswerStatus.choices, default=AnswerStatus.DRAFT
    )
    has_second_reader = models.BooleanField(_("zweite Person prüft"), default=False)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.status == AnswerStatus.PUBLISHED

    @property
    def waits_for_second_reader(self) -> bool:
        return self.status == AnswerStatus.SUBMITTED


class CollectiveAnswer(AnsweringText):
    """One wording for many cases of one administration. Each author is told once."""

    administration = models.ForeignKey(
        Administration, verbose_name=_("Verwaltung"), on_delete=models.PROTECT, related_name="+"
    )
    cases = models.ManyToManyField(
        Case, verbose_name=_("Vorgänge"), related_name="collective_answers"
    )

    class Meta:
        verbose_name = _("gemeinsame Antwort")
        verbose_name_plural = _("gemeinsame Antworten")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=AnswerStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_collective_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(has_second_reader=False) | ~Q(published_by=F("drafted_by")),
                name="collective_answer_has_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Answer(AnsweringText):
    """What the administration says to a comment; once published it stands under it."""

    case = models.OneToOneField(
        Case, verbose_name=_("Vorgang"), on_delete=models.PROTECT, related_name="answer"
    )
    administration = models.ForeignKey(
        Administration, verbose_name=_("Verwaltung"), on_delete=models.PROTECT, related_name="+"
    )
    collective = models.ForeignKey(
        CollectiveAnswer,
        verbose_name=_("gemeinsame Antwort"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answers",
    )

    class Meta:
        verbose_name = _("Antwort der Verwaltung")
        verbose_name_plural = _("Antworten der Verwaltung")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=AnswerStatus.PUBLISHED) | Q(published_at__isnull=False),
                name="published_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(has_second_reader=False) | ~Q(published_by=F("drafted_by")),
                name="answer_has_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}"


class AnswerTemplateQuerySet(models.QuerySet):
    def usable_by(self, administration: Administration) -> Self:
        """Its own wordings and those that everybody may use."""
        return self.filter(Q(administration=administration) | Q(administration=None))


class AnswerTemplate(models.Model):
    """A wording kept for the next time, with places that the case fills in."""

    administration = models.ForeignKey(
        Administration,
        verbose_name=_("Verwaltung"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="answer_templates",
        help_text=_("Leer: für alle Verwaltungen."),
    )
    title = models.CharField(_("Name"), max_length=80)
    text = models.TextField(_("Text"), max_length=5000)

    objects = AnswerTemplateQuerySet.as_manager()

    class Meta:
        verbose_name = _("Textbaustein")
        verbose_name_plural = _("Textbausteine")
        ordering = ["title", "id"]

    def __str__(self) -> str:
        return self.title
