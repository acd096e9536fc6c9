"""The rankings in a topic's report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..models import Topic
from .reading import ComparisonResult, ShownItem, results_of


def rankings_section(topic: Topic) -> dict[str, Any] | None:
    """A table for each ranking that may be shown; nothing without any."""
    shown = [result for result in results_of(topic) if result.is_shown]
    if not shown:
        return None
    return {
        "title": _("Paarvergleiche"),
        "rows": [],
        "tables": [_table(result) for result in shown],
    }


def place_in_words(line: ShownItem) -> str:
    if not line.is_ranked:
        return "–"
    if line.best_place == line.worst_place:
        return str(line.best_place)
    return _("%(best)s bis %(worst)s") % {"best": line.best_place, "worst": line.worst_place}


def _table(result: ComparisonResult) -> dict[str, Any]:
    people = result.ranking.people_count if result.ranking else 0
    rows = [
        [
            line.item.words,
            place_in_words(line),
            f"{line.percent} %" if line.is_ranked else _("zu selten verglichen"),
            f"{line.low}–{line.high} %" if line.is_ranked else "–",
        ]
        for line in result.lines
    ]
    return {
        "title": result.comparison.title,
        "head": [_("Vorschlag"), _("Platz"), _("Chance"), _("95-Prozent-Bereich")],
        "rows": rows,
        "note": _(
            "%(people)s Personen haben verglichen. Chance heißt: So oft gewinnt der Vorschlag "
            "gegen einen durchschnittlichen. Überschneiden sich zwei Bereiche, ist ihre "
            "Reihenfolge nicht sicher."
        )
        % {"people": people},
    }
