"""Freezing a topic's result when voting ends, and proving later that nobody touched it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Now
from django.utils.crypto import constant_time_compare, salted_hmac

from gdb_portal.core.events import record_event

from ..enums import PHASE_FEATURES, Feature, VoteValue
from ..exceptions import TopicStillOpen
from ..models import PassageVote, PollChoice, ResultSnapshot, Tally, Topic, Vote
from .comment import forget_topic_pages

VOTING_KINDS = frozenset(kind for kind, can in PHASE_FEATURES.items() if Feature.VOTE in can)
SALT = "participation.result"

Counted = Callable[[Topic], Iterable[tuple[str, str]]]
_counted: list[tuple[str, Counted]] = []


def register_counted(name: str, votes: Counted) -> None:
    """Let `votes(topic)` add to every result: (what is counted, the vote in words) of each vote.

    Without voters, and in an order that never changes; the numbers stand under `name`.
    """
    _counted.append((name, votes))


@transaction.atomic
def freeze_result(topic: Topic) -> ResultSnapshot:
    """The votes are counted from their rows and sealed. Called again, nothing changes.

    Waits for every vote that began in time: casting holds the topic, freezing wants it alone.
    Raises TopicStillOpen while a voting phase runs or is still to come.
    """
    Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)
    ended = (
        Topic.objects.filter(pk=topic.pk)
        .annotate(voting_ends_at=Max("phases__ends_at", filter=Q(phases__kind__in=VOTING_KINDS)))
        .filter(voting_ends_at__lte=Now())
        .values_list("voting_ends_at", flat=True)
        .first()
    )
    if ended is None:
        raise TopicStillOpen
    known = ResultSnapshot.objects.filter(topic=topic, ended_at=ended).first()
    if known is not None:
        return known
    counts, digest = count_votes(topic)
    before = ResultSnapshot.objects.filter(topic=topic).order_by("-ended_at").first()
    snapshot = ResultSnapshot(
        topic=topic,
        ended_at=ended,
        counts=counts,
        digest=digest,
        previous_seal=before.seal if before else "",
    )
    snapshot.seal = _seal(snapshot, settings.SECRET_KEY)
    snapshot.save()
    record_event("topic.result_frozen", on=topic, by=None, digest=digest)
    forget_topic_pages(topic.pk)
    return snapshot


def freeze_ended() -> int:
    """Freeze whatever ended and is not frozen yet; returns how many."""
    voting_ends_at = Max("phases__ends_at", filter=Q(phases__kind__in=VOTING_KINDS))
    ended = Topic.objects.annotate(voting_ends_at=voting_ends_at).filter(voting_ends_at__lte=Now())
    number = 0
    for topic in ended.public():
        if not topic.snapshots.filter(ended_at=topic.voting_ends_at).exists():
            freeze_result(topic)
            number += 1
    return number


def count_votes(topic: Topic) -> tuple[dict[str, Any], str]:
    """(counts, end of the hash chain) over the topic's votes as they are now, voters left out.

    What polls were answered, how paragraphs were voted on and what else is registered follows the
    votes; topics without any of it have the chain they always had.
    """
    counts: dict[str, Any] = {
        "topic": dict.fromkeys(VoteValue.values, 0),
        "comments": {"agree": 0, "disagree": 0},
    }
    chain = hashlib.sha256(f"topic {topic.pk}".encode())
    rows = Vote.objects.filter(topic=topic).order_by("pk").values_list("pk", "comment_id", "value")
    for pk, comment, value in rows.iterator(chunk_size=2000):
        group = "topic" if comment is None else "comments"
        counts[group][value] = counts[group].get(value, 0) + 1
        link = f"{chain.hexdigest()} {pk} {comment or '-'} {value}"
        chain = hashlib.sha256(link.encode())
    chosen = (
        PollChoice.objects.filter(sheet__poll__topic=topic)
        .order_by("sheet", "pk")
        .values_list("sheet__poll", "sheet", "question", "option")
    )
    for poll, sheet, question, option in chosen.iterator(chunk_size=2000):
        polls = counts.setdefault("polls", {})
        polls[f"{question}/{option}"] = polls.get(f"{question}/{option}", 0) + 1
        link = f"{chain.hexdigest()} {poll} {sheet} {question} {option}"
        chain = hashlib.sha256(link.encode())
    voted = (
        PassageVote.objects.filter(passage__topic=topic)
        .order_by("pk")
        .values_list("pk", "passage", "value")
    )
    for pk, passage, value in voted.iterator(chunk_size=2000):
        passages = counts.setdefault("passages", {"agree": 0, "disagree": 0})
        passages[value] += 1
        link = f"{chain.hexdigest()} passage {pk} {passage} {value}"
        chain = hashlib.sha256(link.encode())
    for name, votes in _counted:
        for what, words in votes(topic):
            numbers = counts.setdefault(name, {})
            numbers[what] = numbers.get(what, 0) + 1
            chain = hashlib.sha256(f"{chain.hexdigest()} {name} {words}".encode())
    return counts, chain.hexdigest()


def verify(topic: Topic) -> list[str]:
    """What does not fit together, in words for operators; nothing if everything does."""
    snapshots = list(ResultSnapshot.objects.filter(topic=topic).order_by("ended_at"))
    if not snapshots:
        return ["nothing is frozen"]
    found = []
    seal = ""
    for snapshot in snapshots:
        if snapshot.previous_seal != seal:
            found.append(f"{snapshot.ended_at:%Y-%m-%d %H:%M}: the snapshot before it is another")
        if not _is_sealed(snapshot):
            found.append(f"{snapshot.ended_at:%Y-%m-%d %H:%M}: the seal is broken")
        seal = snapshot.seal
    counts, digest = count_votes(topic)
    newest = snapshots[-1]
    if digest != newest.digest:
        found.append("the votes are not those that were frozen")
    if counts != newest.counts:
        found.append(f"counted {counts}, frozen {newest.counts}")
    tally = Tally.objects.filter(topic=topic).first() or Tally(topic=topic)
    shown = {value: getattr(tally, f"{value}_count") for value in VoteValue.values}
    if shown != counts["topic"]:
        found.append(f"the page shows {shown}, counted {counts['topic']}")
    return found


def _seal(snapshot: ResultSnapshot, secret: str) -> str:
    sealed = json.dumps(
        [
            snapshot.topic_id,
            snapshot.ended_at.isoformat(),
            snapshot.counts,
            snapshot.digest,
            snapshot.previous_seal,
        ],
        sort_keys=True,
    )
    return salted_hmac(SALT, sealed, secret=secret, algorithm="sha256").hexdigest()


def _is_sealed(snapshot: ResultSnapshot) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(_seal(snapshot, key), snapshot.seal) for key in keys)
