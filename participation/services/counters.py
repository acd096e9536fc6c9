"""Proving the counters: counted again from the rows, drift is mended and told."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from ..enums import CommentStatus, VoteValue
from ..models import Comment, Tally, Topic, Vote, VotedPassage
from .comment import forget_topic_pages

logger = logging.getLogger(__name__)


# Public replies to a comment, counted beside its votes and not through them.
_replies = (
    Comment.objects.filter(reply_to=OuterRef("pk"))
    .published()
    .order_by()
    .values("reply_to")
    .annotate(number=Count("pk"))
    .values("number")
)


def reconcile() -> int:
    """Compare every topic's counters with its rows and mend them; returns how many differed."""
    return sum(_reconcile_topic(pk) for pk in Topic.objects.values_list("pk", flat=True))


@transaction.atomic
def _reconcile_topic(pk: int) -> bool:
    Tally.objects.get_or_create(topic_id=pk)
    tally = Tally.objects.select_for_update().get(topic_id=pk)
    counted = {
        "comment_count": Comment.objects.filter(topic_id=pk).published().count(),
        **Vote.objects.filter(topic_id=pk, comment=None).aggregate(
            **{f"{value}_count": Count("pk", filter=Q(value=value)) for value in VoteValue.values}
        ),
    }
    drifted = _mend(tally, counted)
    comments = (
        Comment.objects.filter(topic_id=pk)
        .exclude(status=CommentStatus.PENDING)
        .annotate(
            agrees=Count("votes", filter=Q(votes__value=VoteValue.AGREE)),
            disagrees=Count("votes", filter=Q(votes__value=VoteValue.DISAGREE)),
            answers=Coalesce(Subquery(_replies), 0),
        )
    )
    for comment in comments.iterator(chunk_size=500):
        counts = {
            "agree_count": comment.agrees,
            "disagree_count": comment.disagrees,
            "reply_count": comment.answers,
        }
        drifted |= _mend(comment, counts)
    passages = VotedPassage.objects.filter(topic_id=pk).annotate(
        agrees=Count("votes", filter=Q(votes__value=VoteValue.AGREE)),
        disagrees=Count("votes", filter=Q(votes__value=VoteValue.DISAGREE)),
    )
    for passage in passages.iterator(chunk_size=500):
        counts = {"agree_count": passage.agrees, "disagree_count": passage.disagrees}
        drifted |= _mend(passage, counts)
    if drifted:
        forget_topic_pages(pk)
    return drifted


def _mend(row: Tally | Comment | VotedPassage, counted: dict[str, int]) -> bool:
    if all(getattr(row, name) == value for name, value in counted.items()):
        return False
    logger.error("counters of %s %s drifted", row._meta.label_lower, row.pk)
    for name, value in counted.items():
        setattr(row, name, value)
    row.save(update_fields=list(counted))
    return True
