"""The open table of a topic's comparisons: written for everybody, and read again to repeat."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count

from ..disclosure import publishable
from ..models import Topic
from .enums import Preference
from .models import Comparison, PairAnswer
from .reading import results_of

COLUMNS = (
    "vergleich",
    "frage",
    "personen",
    "vorschlag_a",
    "wortlaut_a",
    "vorschlag_b",
    "wortlaut_b",
    "a_gewaehlt",
    "b_gewaehlt",
    "gleich_wichtig",
    "nicht_entschieden",
)
_COLUMN_OF = {
    Preference.FIRST: "a_gewaehlt",
    Preference.SECOND: "b_gewaehlt",
    Preference.EQUAL: "gleich_wichtig",
    Preference.UNDECIDED: "nicht_entschieden",
}


def open_rows(topic: Topic) -> Iterator[dict[str, Any]]:
    """One line per pair of a final ranking, with numbers where they may be published.

    While answers come in there are none: two tables could tell what one person said.
    """
    for result in results_of(topic):
        about = {"vergleich": result.comparison.pk, "frage": result.comparison.title}
        if not (result.is_shown and result.is_final and result.ranking):
            yield about
            continue
        words = {line.item.pk: line.item.words for line in result.lines}
        about["personen"] = result.ranking.people_count
        for (first, second), counts in _shown_pairs(result.comparison, sorted(words)):
            yield {
                **about,
                "vorschlag_a": first,
                "wortlaut_a": words[first],
                "vorschlag_b": second,
                "wortlaut_b": words[second],
                **counts,
            }


def read_pairs(lines: Iterable[str], number: int | None = None) -> list[dict[str, int | None]]:
    """The pairs of one comparison of an open table; the first one unless `number` says which.

    Raises ValueError where the table is not one of ours.
    """
    found = []
    for row in csv.DictReader(lines):
        try:
            comparison = int(row["vergleich"])
            number = comparison if number is None else number
            if comparison == number and row["vorschlag_a"]:
                found.append(_numbers(row))
        except (KeyError, TypeError) as error:
            raise ValueError(f"These columns are needed: {', '.join(COLUMNS)}.") from error
    if not found:
        raise ValueError("There is no comparison in this table.")
    return found


def _shown_pairs(
    comparison: Comparison, items: list[int]
) -> Iterator[tuple[tuple[int, int], dict[str, int]]]:
    counted = {
        (first, second): dict.fromkeys(_COLUMN_OF.values(), 0)
        for place, first in enumerate(items)
        for second in items[place + 1 :]
    }
    rows = (
        PairAnswer.objects.filter(sheet__comparison=comparison)
        .values_list("first", "second", "preference")
        .annotate(number=Count("pk"))
    )
    for first, second, preference, number in rows.order_by("first", "second", "preference"):
        counted[first, second][_COLUMN_OF[Preference(preference)]] = number
    shown = publishable({pair: sum(counts.values()) for pair, counts in counted.items()})
    for pair, counts in counted.items():
        yield pair, {} if shown[pair] is None else counts


def _numbers(row: dict[str, str]) -> dict[str, int | None]:
    names = ("vorschlag_a", "vorschlag_b", *_COLUMN_OF.values())
    return {name: int(row[name]) if row[name] else None for name in names}
