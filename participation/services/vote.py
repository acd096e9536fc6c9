"""Casting, changing and withdrawing votes. Votes leave no events: they are secret."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import F

from gdb_portal.accounts.models import User

from ..enums import COMMENT_VOTE_VALUES, Feature, VoteValue
from ..exceptions import InvalidVote, NotPublic, PhaseClosed
from ..models import Comment, Tally, Topic, Vote
from .comment import ensure_open, forget_topic_pages


def cast_vote(topic: Topic, *, by: User, value: str) -> None:
    """Give, or change, a person's one vote on a topic; the counters follow in the same transaction.

    The transaction is that of the one message, so nobody waits for our way to the database and
    back while the topic's counters are locked. Raises PhaseClosed, InvalidVote.
    """
    if value not in VoteValue.values:
        raise InvalidVote
    is_there = False
    while not is_there:
        # Twice at most: again when another window of this person was quicker by a hair.
        is_open, is_there, is_new = Vote.objects.cast_on_topic(topic.pk, by.pk, value)
        if not is_open:
            raise PhaseClosed
    if is_new:
        forget_topic_pages(topic.pk)


@transaction.atomic
def cast_comment_vote(comment: Comment, *, by: User, value: str) -> Vote:
    """Give, or change, a person's one vote on a comment.

    Raises PhaseClosed, NotPublic, InvalidVote.
    """
    if value not in COMMENT_VOTE_VALUES:
        raise InvalidVote
    hold_open(comment.topic_id)
    ensure_open(comment.topic, Feature.VOTE)
    # Shared with no one while counting: a comment hidden at this moment takes no more votes.
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if not comment.is_published:
        raise NotPublic
    vote, created = Vote.objects.select_for_update().get_or_create(
        comment=comment, voter=by, defaults={"value": value, "topic_id": comment.topic_id}
    )
    _count(Comment.objects.filter(pk=comment.pk), "" if created else vote.value, value)
    _remember(vote, value)
    forget_topic_pages(comment.topic_id)
    return vote


@transaction.atomic
def withdraw_vote(topic: Topic, *, by: User) -> None:
    """Take back a person's vote on a topic; without one nothing happens. Raises PhaseClosed."""
    hold_open(topic.pk)
    ensure_open(topic, Feature.VOTE)
    vote = Vote.objects.select_for_update().on_topic(topic).by(by).first()
    if vote is not None:
        _count(Tally.objects.filter(topic=topic), vote.value, "")
        vote.delete()
        forget_topic_pages(topic.pk)


@transaction.atomic
def withdraw_comment_vote(comment: Comment, *, by: User) -> None:
    """Take back a person's vote on a comment; without one nothing happens. Raises PhaseClosed."""
    hold_open(comment.topic_id)
    ensure_open(comment.topic, Feature.VOTE)
    # Comment first, then vote, as in casting: the two can't wait for each other.
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    vote = Vote.objects.select_for_update().filter(comment=comment).by(by).first()
    if vote is not None:
        _count(Comment.objects.filter(pk=comment.pk), vote.value, "")
        vote.delete()
        forget_topic_pages(comment.topic_id)


def hold_open(topic_id: int) -> None:
    """Until this vote is committed, nobody freezes the topic's result; voters don't wait for it.

    Asked before the clock: a vote that finds the phase open is in the frozen result.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM participation_topic WHERE id = %s FOR KEY SHARE", [topic_id])


def _count(counted: object, before: str, after: str) -> None:
    """Move one vote from counter `before` to counter `after`; an empty name is no counter."""
    if before == after:
        return
    changes = {}
    if before:
        changes[f"{before}_count"] = F(f"{before}_count") - 1
    if after:
        changes[f"{after}_count"] = F(f"{after}_count") + 1
    counted.update(**changes)  # type: ignore[attr-defined]


def _remember(vote: Vote, value: str) -> None:
    if vote.value != value:
        vote.value = value
        vote.save(update_fields=["value", "voted_at"])
