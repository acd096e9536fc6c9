"""One person's voice on a topic or on a comment."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import COMMENT_VOTE_VALUES, VoteValue
from .comment import Comment
from .topic import Topic


class VoteQuerySet(models.QuerySet):
    def by(self, person: models.Model) -> Self:
        return self.filter(voter=person)

    def on_topic(self, topic: Topic) -> Self:
        return self.filter(topic=topic, comment=None)


class Vote(models.Model):
    """Secret: no list, export or staff view tells who voted what. One per person and object."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="votes")
    comment = models.ForeignKey(
        Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="votes"
    )
    # Emptied when the account goes: the vote still counts and can't be traced any more.
    voter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="votes"
    )
    value = models.CharField(max_length=8, choices=VoteValue.choices)
    voted_at = models.DateTimeField(auto_now=True)

    objects = VoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stimme")
        verbose_name_plural = _("Stimmen")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["voter", "topic"],
                condition=Q(comment=None),
                name="one_vote_per_person_and_topic",
            ),
            models.UniqueConstraint(
                fields=["voter", "comment"],
                condition=Q(comment__isnull=False),
                name="one_vote_per_person_and_comment",
            ),
            models.CheckConstraint(
                condition=Q(comment=None, value__in=VoteValue.values)
                | Q(comment__isnull=False, value__in=sorted(COMMENT_VOTE_VALUES)),
                name="vote_value_fits_its_object",
            ),
        ]
        indexes = [models.Index(fields=["topic", "value"], name="vote_by_topic")]

    def __str__(self) -> str:
        return f"#{self.pk}"
