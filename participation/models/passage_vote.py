"""What people think of a paragraph, without saying anything about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from strategy.models import Section

from ..enums import COMMENT_VOTE_VALUES, VoteValue
from .anchor import Anchor
from .topic import Topic


class VotedPassage(models.Model):
    """A paragraph that somebody voted on in a topic; its anchor carries it into later versions."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="voted_passages")
    anchor = models.OneToOneField(Anchor, on_delete=models.PROTECT, related_name="voted")
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    agree_count = models.PositiveIntegerField(_("Zustimmung"), default=0)
    disagree_count = models.PositiveIntegerField(_("Ablehnung"), default=0)

    class Meta:
        verbose_name = _("Absatz mit Stimmen")
        verbose_name_plural = _("Absätze mit Stimmen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "section", "place"], name="one_voted_passage_per_paragraph"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class PassageVote(models.Model):
    """One per person and paragraph; secret like every vote."""

    passage = models.ForeignKey(VotedPassage, on_delete=models.PROTECT, related_name="votes")
    # Emptied when the account goes: the vote still counts and can't be traced any more.
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="passage_votes",
    )
    value = models.CharField(max_length=8, choices=VoteValue.choices)
    voted_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("Stimme zu einem Absatz")
        verbose_name_plural = _("Stimmen zu Absätzen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["voter", "passage"], name="one_vote_per_person_and_passage"
            ),
            models.CheckConstraint(
                condition=Q(value__in=sorted(COMMENT_VOTE_VALUES)),
                name="passage_vote_is_for_or_against",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
