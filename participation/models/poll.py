"""Several questions to everybody at once, and what each person answered."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from gdb_portal.core.orderable import Orderable

from ..enums import QuestionKind
from .activity import TopicActivity
from .topic import Topic

TEXT_LENGTH = 1000


class Poll(TopicActivity):
    """A poll of a topic. Once somebody has answered, the database refuses to change a question."""

    topic = models.ForeignKey(
        Topic,
        verbose_name=_("Thema"),
        on_delete=models.PROTECT,
        related_name="polls",
        help_text=_("Die Umfrage steht auf der Seite dieses Themas."),
    )
    title = models.CharField(_("Titel"), max_length=120)

    class Meta(TopicActivity.Meta):
        verbose_name = _("Umfrage")
        verbose_name_plural = _("Umfragen")

    def __str__(self) -> str:
        return self.title or str(_("Neue Umfrage"))

    @property
    def url(self) -> str:
        return reverse("participation:poll", args=[self.topic.slug, self.pk]) if self.pk else ""

    def fingerprint(self) -> str:
        """Changes with every word of a question, so that nobody answers what they did not read."""
        words = [
            [q.pk, q.kind, q.text, q.hint, q.options, q.most, q.is_required]
            for q in self.questions.all()
        ]
        return hashlib.sha256(json.dumps(words).encode()).hexdigest()[:32]

    def obstacles(self) -> list[str]:
        """Why this can't become public; approving asks, because drafts may be unfinished."""
        found = []
        questions = list(self.questions.all())
        if not questions:
            found.append(str(_("Es gibt noch keine Frage.")))
        for question in questions:
            found += question.obstacles()
        return found

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "participation/poll.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"poll": self, "topic": self.topic, "questions": list(self.questions.all())}


class PollQuestion(Orderable):
    """One question. Its options are lines; an answer names their number."""

    poll = ParentalKey(Poll, on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(
        _("Art"), max_length=8, choices=QuestionKind.choices, default=QuestionKind.SINGLE
    )
    text = models.CharField(_("Frage"), max_length=250)
    hint = models.CharField(_("Hinweis"), max_length=250, blank=True)
    options = models.TextField(
        _("Antwortmöglichkeiten"),
        blank=True,
        help_text=_("Eine je Zeile. Bei freiem Text bleibt das Feld leer."),
    )
    most = models.PositiveSmallIntegerField(
        _("Höchstens so viele"),
        null=True,
        blank=True,
        help_text=_("Nur bei mehreren Antworten. Leer heißt: beliebig viele."),
    )
    is_required = models.BooleanField(_("muss beantwortet werden"), default=False)

    class Meta(Orderable.Meta):
        verbose_name = _("Frage")
        verbose_name_plural = _("Fragen")
        default_permissions = ()

    def __str__(self) -> str:
        return self.text

    @property
    def choices(self) -> list[tuple[int, str]]:
        """(number, words) of each option, from 1."""
        lines = (line.strip() for line in self.options.splitlines())
        return list(enumerate((line for line in lines if line), start=1))

    @property
    def is_text(self) -> bool:
        return self.kind == QuestionKind.TEXT

    def most_allowed(self) -> int:
        """How many options one person may choose."""
        if self.kind == QuestionKind.SINGLE:
            return 1
        return min(self.most or len(self.choices), len(self.choices))

    def obstacles(self) -> list[str]:
        words = [text for _number, text in self.choices]
        if self.is_text:
            return [str(_("Eine Frage mit freiem Text hat keine Antwortmöglichkeiten."))] * bool(
                words
            )
        found = []
        if len(words) < 2:
            found.append(str(_("Eine Frage braucht mindestens zwei Antwortmöglichkeiten.")))
        if len(set(words)) < len(words):
            found.append(str(_("Zwei Antwortmöglichkeiten lauten gleich.")))
        return found

    def clean(self) -> None:
        # Browsers end lines in their own way; that is no change of the question.
        self.options = "\n".join(words for _number, words in self.choices)
        found = self.obstacles()
        if found:
            raise ValidationError({"options": found})
        if self.most == 0:
            raise ValidationError({"most": _("Mindestens eine Antwort muss möglich sein.")})


class PollSheet(models.Model):
    """What one person answered. Secret like a vote: no view tells whose sheet it is."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="sheets")
    # Emptied when the account goes: the answers still count and can't be traced any more.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="poll_sheets"
    )
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("ausgefüllter Bogen")
        verbose_name_plural = _("ausgefüllte Bögen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="one_sheet_per_person_and_poll")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PollChoice(models.Model):
    """An option that a sheet chose."""

    sheet = models.ForeignKey(PollSheet, on_delete=models.CASCADE, related_name="choices")
    question = models.ForeignKey(PollQuestion, on_delete=models.PROTECT, related_name="+")
    option = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("gewählte Antwort")
        verbose_name_plural = _("gewählte Antworten")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question", "option"], name="option_chosen_once_per_sheet"
            ),
            models.CheckConstraint(condition=Q(option__gt=0), name="options_count_from_one"),
        ]
        indexes = [models.Index(fields=["question", "option"], name="choice_by_option")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PollText(models.Model):
    """What a sheet says in its own words; read by those who evaluate, never shown publicly."""

    sheet = models.ForeignKey(PollSheet, on_delete=models.CASCADE, related_name="texts")
    question = models.ForeignKey(PollQuestion, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=TEXT_LENGTH)

    class Meta:
        verbose_name = _("Antwort in eigenen Worten")
        verbose_name_plural = _("Antworten in eigenen Worten")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "question"], name="one_text_per_sheet_and_question"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
