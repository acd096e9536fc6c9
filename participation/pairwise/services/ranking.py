"""Making and freezing rankings. Who preferred what is read here, and written nowhere."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Max, Min, Q
from django.db.models.functions import Now
from django.utils import timezone

from gdb_portal.core.events import record_event

from ...disclosure import SMALLEST_CELL, are_enough
from ...models import Topic
from ...services.comment import forget_topic_pages
from ...services.snapshot import VOTING_KINDS
from ..enums import SHARE_OF_FIRST, Preference
from ..limits import METHOD, PAUSE_MINUTES
from ..models import Comparison, PairAnswer, RankedItem, Ranking


def rank_due_comparisons() -> int:
    """Make the ranking of every comparison for which enough happened, or whose voting ended.

    Returns how many were made. Two of these at once do no harm: both say the same.
    """
    during = Q(topic__phases__kind__in=VOTING_KINDS)
    comparisons = (
        Comparison.objects.public()
        .annotate(begins=Min("topic__phases__starts_at", filter=during))
        .annotate(ends=Max("topic__phases__ends_at", filter=during))
        .filter(begins__lte=Now())
        .annotate(now=Now())
        .select_related("topic", "ranking")
        .order_by("pk")
    )
    made = 0
    for comparison in comparisons:
        is_over = comparison.ends <= comparison.now
        known = getattr(comparison, "ranking", None)
        is_final = known is not None and known.ended_at == comparison.ends
        if is_final if is_over else not _is_due(comparison, known):
            continue
        rank(comparison, ended_at=comparison.ends if is_over else None)
        made += 1
    return made


@transaction.atomic
def rank(comparison: Comparison, *, ended_at: dt.datetime | None = None) -> Ranking:
    """The ranking says what the answers say now; with `ended_at` it is the last word on them.

    A ranking that became final in the meantime stays.
    """
    # With `ended_at` alone: whoever answered in time holds the topic until the answer is written.
    # Before the end, only other rankings wait.
    topics = Topic.objects.select_for_update(of=("self",), no_key=ended_at is None)
    topics.get(pk=comparison.topic_id)
    known = Ranking.objects.filter(comparison=comparison).first()
    if known is not None and ended_at is not None and known.ended_at == ended_at:
        return known
    rows = ranked_rows(comparison)
    sheets = comparison.sheets.aggregate(newest=Max("answered_at"))
    ranking = Ranking(
        comparison=comparison,
        method=METHOD,
        people_count=comparison.sheets.count(),
        digest=digest_of(comparison, rows),
        made_at=timezone.now(),
        newest_answer_at=sheets["newest"],
        ended_at=ended_at,
    )
    ranking.save()
    ranking.ranked.all().delete()
    for row in rows:
        row.ranking = ranking
    RankedItem.objects.bulk_create(rows)
    if ended_at is not None:
        record_event(
            "comparison.ranking_frozen", on=comparison, by=None, digest=ranking.digest[:12]
        )
    elif known is None:
        record_event("comparison.ranked", on=comparison, by=None)
    forget_topic_pages(comparison.topic_id)
    return ranking


def ranked_rows(comparison: Comparison) -> list[RankedItem]:
    """One unsaved row per item, from the answers as they are now; empty while people are too few.

    An item that fewer than five people compared has no numbers.
    """
    from ..strengths import Answers, chances, places  # noqa: PLC0415  slow: not in web processes

    if not are_enough(comparison.sheets.count()):
        return []
    items = list(comparison.items.order_by("pk").values_list("pk", flat=True))
    place_of = {item: place for place, item in enumerate(items)}
    people: dict[int, set[int]] = {item: set() for item in items}
    counted = []
    for sheet, first, second, preference in _answers(comparison):
        share = SHARE_OF_FIRST.get(Preference(preference))
        if share is not None:
            counted.append((sheet, place_of[first], place_of[second], share))
            people[first].add(sheet)
            people[second].add(sheet)
    found = chances(Answers.from_rows(counted), len(items))
    shown = [place for place, item in enumerate(items) if are_enough(len(people[item]))]
    spans = places([found[place] for place in shown])
    rows = {item: RankedItem(item_id=item) for item in items}
    for place, (best, worst) in zip(shown, spans, strict=True):
        row, one = rows[items[place]], found[place]
        row.chance, row.low, row.high = one.chance, one.low, one.high
        row.best_place, row.worst_place = best, worst
    return list(rows.values())


def digest_of(comparison: Comparison, rows: list[RankedItem]) -> str:
    """Over everything that a ranking says."""
    said = [
        [row.item_id, row.chance, row.low, row.high, row.best_place, row.worst_place]
        for row in sorted(rows, key=lambda row: row.item_id)
    ]
    return hashlib.sha256(json.dumps([METHOD, comparison.pk, said]).encode()).hexdigest()


def votes_for_result(topic: Topic) -> Iterator[tuple[str, str]]:
    """(what is counted, the vote in words) of every answer, people left out, in a fixed order."""
    answers = PairAnswer.objects.filter(sheet__comparison__topic=topic)
    rows = answers.order_by("sheet", "pk").values_list(
        "sheet__comparison", "sheet", "first", "second", "preference"
    )
    for comparison, sheet, first, second, preference in rows.iterator(chunk_size=2000):
        yield (
            f"{comparison}/{first}-{second}/{preference}",
            f"{comparison} {sheet} {first} {second} {preference}",
        )


def _answers(comparison: Comparison) -> Iterator[tuple[int, int, int, str]]:
    answers = PairAnswer.objects.filter(sheet__comparison=comparison)
    rows = answers.order_by("sheet", "pk").values_list("sheet", "first", "second", "preference")
    yield from rows.iterator(chunk_size=2000)


def _is_due(comparison: Comparison, known: Ranking | None) -> bool:
    """Not before enough different people answered again: one person could be read from two.

    Topics that hide their counts have no ranking before the end.
    """
    if comparison.topic.hides_counts:
        return False
    sheets = comparison.sheets.all()
    if known is not None and not known.is_frozen:
        if timezone.now() < known.made_at + dt.timedelta(minutes=PAUSE_MINUTES):
            return False
        if known.newest_answer_at is not None:
            sheets = sheets.filter(answered_at__gt=known.newest_answer_at)
    return sheets.count() >= SMALLEST_CELL
