"""Voting on paragraphs. Like all votes they leave no events: they are secret."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F

from gdb_portal.accounts.models import User
from strategy.models import Section

from ..enums import COMMENT_VOTE_VALUES, Feature
from ..exceptions import InvalidVote
from ..models import PassageVote, Topic, VotedPassage
from .anchor import lay_anchor
from .comment import ensure_open, forget_topic_pages
from .vote import hold_open


@transaction.atomic
def vote_on_passage(topic: Topic, section: Section, place: int, *, by: User, value: str) -> None:
    """Give, change or (with an empty value) take back a person's one vote on a paragraph.

    A paragraph that came from an earlier version of the same discussion keeps its votes: it is the
    same vote there and here. Raises PhaseClosed, InvalidVote.
    """
    if value and value not in COMMENT_VOTE_VALUES:
        raise InvalidVote
    hold_open(topic.pk)
    ensure_open(topic, Feature.VOTE)
    passage = voted_passage(topic, section, place)
    if passage is None:
        if not value:
            return
        passage = _begin(topic, section, place)
    # Passage first, then vote, always: two windows can't wait for each other.
    passage = VotedPassage.objects.select_for_update(of=("self",)).get(pk=passage.pk)
    vote = PassageVote.objects.filter(passage=passage, voter=by).first()
    before = vote.value if vote else ""
    if before == value:
        return
    if vote is None:
        PassageVote.objects.create(passage=passage, voter=by, value=value)
    elif value:
        vote.value = value
        vote.save(update_fields=["value", "voted_at"])
    else:
        vote.delete()
    changes = {f"{name}_count": F(f"{name}_count") + step for name, step in _moves(before, value)}
    VotedPassage.objects.filter(pk=passage.pk).update(**changes)
    forget_topic_pages(topic.pk)


def voted_passage(topic: Topic, section: Section, place: int) -> VotedPassage | None:
    """What was voted on in this discussion and stands at this paragraph, the oldest if several."""
    return (
        VotedPassage.objects.filter(
            topic=topic,
            anchor__positions__section=section,
            anchor__positions__place=place,
        )
        .order_by("pk")
        .first()
    )


def _begin(topic: Topic, section: Section, place: int) -> VotedPassage:
    try:
        with transaction.atomic():
            return VotedPassage.objects.create(
                topic=topic, section=section, place=place, anchor=lay_anchor(section, place)
            )
    except IntegrityError:
        # Somebody else was the first by a hair; both vote on the same.
        return VotedPassage.objects.get(topic=topic, section=section, place=place)


def _moves(before: str, after: str) -> list[tuple[str, int]]:
    return [(name, step) for name, step in ((before, -1), (after, +1)) if name]
