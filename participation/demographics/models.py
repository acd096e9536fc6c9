"""Who took part, as sums: no row of this module belongs to a person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..models import Topic
from .enums import Question, Use


class Questionnaire(models.Model):
    """Whether a topic asks, and how many people's answers are in its sums."""

    topic = models.OneToOneField(
        Topic, on_delete=models.CASCADE, primary_key=True, related_name="questionnaire"
    )
    use = models.CharField(_("Verwendung"), max_length=8, choices=Use.choices, default=Use.OFF)
    people_count = models.PositiveIntegerField(_("Menschen"), default=0)

    class Meta:
        verbose_name = _("Fragen zur Person")
        verbose_name_plural = _("Fragen zur Person")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.topic_id)

    @property
    def is_asking(self) -> bool:
        """Whether somebody may answer now, by this process's clock."""
        return self.use != Use.OFF and self.topic.live and not self.topic.is_over()


class AnswerCount(models.Model):
    """How many people gave one answer to one question at one topic. Grows by five people or more.

    The questions are counted apart from each other: what one person answered to two of them can't
    be put together again.
    """

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(_("Frage"), max_length=10, choices=Question.choices)
    option = models.CharField(_("Antwort"), max_length=60)
    number = models.PositiveIntegerField(_("Anzahl"))

    class Meta:
        verbose_name = _("gezählte Antworten")
        verbose_name_plural = _("gezählte Antworten")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "question", "option"], name="one_count_per_answer_and_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.option}"


class AnsweredMark(models.Model):
    """Somebody answered at this topic: a keyed digest, no person, no time, no answer.

    It only keeps a second answer out, and is deleted when the topic ends. See ADR 9.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("Merkzeichen")
        verbose_name_plural = _("Merkzeichen")
        default_permissions = ()

    def __str__(self) -> str:
        return self.digest[:8]


class PopulationSource(models.Model):
    """Where the figures of one question come from; imported by the operator, never made up."""

    question = models.CharField(_("Frage"), max_length=10, choices=Question.choices, unique=True)
    source = models.CharField(_("Quelle"), max_length=250)
    as_of = models.DateField(_("Stand"))

    class Meta:
        verbose_name = _("Quelle der Vergleichszahlen")
        verbose_name_plural = _("Quellen der Vergleichszahlen")
        default_permissions = ()

    def __str__(self) -> str:
        return self.source


class PopulationFigure(models.Model):
    """How many people in Berlin belong to one answer."""

    source = models.ForeignKey(PopulationSource, on_delete=models.CASCADE, related_name="figures")
    option = models.CharField(_("Antwort"), max_length=60)
    number = models.PositiveIntegerField(_("Anzahl"))

    class Meta:
        verbose_name = _("Vergleichszahl")
        verbose_name_plural = _("Vergleichszahlen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source", "option"], name="one_figure_per_answer")
        ]

    def __str__(self) -> str:
        return self.option
