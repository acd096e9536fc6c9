"""Comparisons as pages, reports and open rows show them. Loads no numbers library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch

from ..models import Topic
from .enums import TURNED, Preference
from .limits import SCALE
from .models import Comparison, ComparisonItem, ComparisonSheet, RankedItem, Ranking
from .schedule import Pair

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

# The picture of an interval is this wide.
WIDTH = 1000


@dataclass(frozen=True, slots=True)
class ShownItem:
    """One line of a ranking; without numbers where too few compared it."""

    item: ComparisonItem
    best_place: int | None = None
    worst_place: int | None = None
    percent: int = 0
    low: int = 0
    high: int = 0
    # In the picture's own measure.
    x: int = 0
    x_low: int = 0
    width: int = 0

    @property
    def is_ranked(self) -> bool:
        return self.best_place is not None


@dataclass(slots=True)
class ComparisonResult:
    """Without lines while numbers are hidden, nothing is computed, or people are too few."""

    comparison: Comparison
    ranking: Ranking | None = None
    is_hidden: bool = False
    is_final: bool = False
    lines: list[ShownItem] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return bool(self.lines)

    @property
    def is_clear(self) -> bool:
        """Whether every line has a place of its own."""
        return all(line.best_place == line.worst_place for line in self.lines if line.is_ranked)


@dataclass(frozen=True, slots=True)
class OwnPair:
    """One pair that a person is asked, and what they said about it."""

    number: int
    first: ComparisonItem
    second: ComparisonItem
    preference: str = ""

    @property
    def pair(self) -> Pair:
        return self.first.pk, self.second.pk

    @property
    def preferred(self) -> ComparisonItem | None:
        chosen = {Preference.FIRST: self.first, Preference.SECOND: self.second}
        return chosen.get(Preference(self.preference)) if self.preference else None

    @property
    def label(self) -> str:
        """What was said where neither of the two was preferred."""
        return str(Preference(self.preference).label) if self.preference else ""


def comparisons_of(topic: Topic) -> list[Comparison]:
    """The public comparisons of a topic with `item_count`; one query."""
    rows = Comparison.objects.public().on(topic).annotate(item_count=Count("items"))
    comparisons = list(rows.order_by("created_at", "pk"))
    for comparison in comparisons:
        comparison.topic = topic
    return comparisons


def results_of(topic: Topic, number: int | None = None) -> list[ComparisonResult]:
    """Every public comparison of the topic, or one, as it may be shown now; two queries at most."""
    ranked = RankedItem.objects.select_related("item__comment")
    rows = Comparison.objects.public().on(topic).select_related("ranking")
    if number is not None:
        rows = rows.filter(pk=number)
    comparisons = list(
        rows.prefetch_related(Prefetch("ranking__ranked", ranked)).order_by("created_at", "pk")
    )
    return [_result(topic, comparison) for comparison in comparisons]


def own_pairs(comparison: Comparison, sheet: ComparisonSheet | None, person: User) -> list[OwnPair]:
    """The pairs of a person in the order in which they are asked; one query besides the items."""
    items = {item.pk: item for item in comparison.items.all()}
    said = {}
    if sheet is not None:
        rows = sheet.answers.values_list("first", "second", "preference")
        said = {(first, second): Preference(preference) for first, second, preference in rows}
    found = []
    for number, (one, other) in enumerate(comparison.pairs_for(person), start=1):
        preference = said.get((one, other)) or _turned(said.get((other, one)))
        found.append(OwnPair(number, items[one], items[other], preference))
    return found


def next_open(pairs: Iterable[OwnPair]) -> OwnPair | None:
    return next((pair for pair in pairs if not pair.preference), None)


def _turned(preference: Preference | None) -> str:
    return TURNED[preference] if preference else ""


def _result(topic: Topic, comparison: Comparison) -> ComparisonResult:
    comparison.topic = topic
    if not topic.shows_counts():
        return ComparisonResult(comparison, is_hidden=True)
    ranking = getattr(comparison, "ranking", None)
    if ranking is None:
        return ComparisonResult(comparison)
    return ComparisonResult(
        comparison,
        ranking,
        is_final=ranking.is_frozen and topic.is_over(),
        lines=[_line(row) for row in ranking.ranked.all()],
    )


def _line(row: RankedItem) -> ShownItem:
    if row.chance is None or row.low is None or row.high is None:
        return ShownItem(row.item)
    left, right = _scaled(row.low, WIDTH), _scaled(row.high, WIDTH)
    return ShownItem(
        row.item,
        best_place=row.best_place,
        worst_place=row.worst_place,
        percent=_scaled(row.chance, 100),
        low=_scaled(row.low, 100),
        high=_scaled(row.high, 100),
        x=_scaled(row.chance, WIDTH),
        x_low=left,
        width=right - left,
    )


def _scaled(value: int, to: int) -> int:
    return round(value * to / SCALE)
