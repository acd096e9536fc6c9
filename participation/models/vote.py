"""One person's voice on a topic or on a comment."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import COMMENT_VOTE_VALUES, PHASE_FEATURES, Feature, VoteValue
from .comment import Comment
from .topic import Topic

# Waits for the person's own vote, not for anybody else's: `before` locks the row, and where there
# is none yet, the unique key decides which of two windows inserts it. Nothing happens outside a
# phase that takes votes. The counters move by the row that was really replaced.
#
# The lock comes first, in a statement of its own but the same message: until the vote is committed
# nobody freezes the topic's result, and the clock is read when the lock is held.
CAST_ON_TOPIC = """
SELECT 1 FROM participation_topic WHERE id = %(topic)s FOR KEY SHARE;
WITH open AS (
    SELECT topic.id FROM participation_topic topic
    WHERE topic.id = %(topic)s AND topic.live AND EXISTS (
        SELECT FROM participation_topicphase phase
        WHERE phase.topic_id = topic.id AND phase.kind = ANY(%(kinds)s)
        AND phase.starts_at <= clock_timestamp() AND phase.ends_at > clock_timestamp()
    )
), before AS (
    SELECT vote.id, vote.value FROM participation_vote vote JOIN open ON vote.topic_id = open.id
    WHERE vote.voter_id = %(voter)s AND vote.comment_id IS NULL
    FOR UPDATE OF vote
), changed AS (
    UPDATE participation_vote vote SET value = %(value)s, voted_at = statement_timestamp()
    FROM before WHERE vote.id = before.id AND before.value <> %(value)s
    RETURNING before.value AS old
), inserted AS (
    INSERT INTO participation_vote (topic_id, voter_id, value, voted_at)
    SELECT open.id, %(voter)s, %(value)s, statement_timestamp() FROM open
    WHERE NOT EXISTS (SELECT FROM before)
    ON CONFLICT DO NOTHING
    RETURNING '' AS old
), counted AS (
    INSERT INTO participation_tally AS tally
        (topic_id, comment_count, agree_count, neutral_count, disagree_count)
    SELECT %(topic)s, 0, (%(value)s = 'agree')::int, (%(value)s = 'neutral')::int,
        (%(value)s = 'disagree')::int
    FROM (SELECT old FROM changed UNION ALL SELECT old FROM inserted) moved
    ON CONFLICT (topic_id) DO UPDATE SET
        agree_count = tally.agree_count + excluded.agree_count
            - (SELECT count(*) FROM changed WHERE old = 'agree'),
        neutral_count = tally.neutral_count + excluded.neutral_count
            - (SELECT count(*) FROM changed WHERE old = 'neutral'),
        disagree_count = tally.disagree_count + excluded.disagree_count
            - (SELECT count(*) FROM changed WHERE old = 'disagree')
)
SELECT EXISTS (SELECT FROM open),
    EXISTS (SELECT FROM before) OR EXISTS (SELECT FROM inserted),
    EXISTS (SELECT FROM changed) OR EXISTS (SELECT FROM inserted)
"""
VOTING_KINDS = [str(kind) for kind, features in PHASE_FEATURES.items() if Feature.VOTE in features]


class VoteQuerySet(models.QuerySet):
    def by(self, person: models.Model) -> Self:
        return self.filter(voter=person)

    def on_topic(self, topic: Topic) -> Self:
        return self.filter(topic=topic, comment=None)

    def cast_on_topic(self, topic_id: int, voter_id: int, value: str) -> tuple[bool, bool, bool]:
        """Write a person's one vote on a topic and move its counters, in one round trip.

        Tells whether the topic takes votes, whether the vote is there now, and whether anything
        changed. Open and yet not there means: another window of the same person just cast it.
        Called by the service only, which repeats that and throws the pages away.
        """
        parameters: dict[str, Any] = {
            "topic": topic_id,
            "voter": voter_id,
            "value": value,
            "kinds": VOTING_KINDS,
        }
        with connection.cursor() as cursor:
            cursor.execute(CAST_ON_TOPIC, parameters)
            cursor.nextset()
            is_open, is_there, is_new = cursor.fetchone()
        return is_open, is_there, is_new


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
