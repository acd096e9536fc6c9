"""Where measures and pilots stand on the value compass, and whether a source or we say so."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from .measure_reading import read_in
from .models import GuidingIdea, Measure, MeasureIdea, MeasureIndex


@dataclass(frozen=True, slots=True)
class Place:
    """That a measure follows a guiding idea; `line` is the idea's place on the compass."""

    line: int
    is_placed: bool
    is_own_estimate: bool


@dataclass(frozen=True, slots=True)
class PlacedMeasure:
    measure: Measure
    places: list[Place]


@dataclass(frozen=True, slots=True)
class Direction:
    """A guiding idea with what follows it, in figures; `stated` of them after a source."""

    idea: GuidingIdea
    count: int
    stated: int
    href: str

    @property
    def estimated(self) -> int:
        return self.count - self.stated

    # What the drawing and the list of ideas ask of an idea.
    @property
    def title(self) -> str:
        return self.idea.title

    @property
    def short_title(self) -> str:
        return self.idea.short_title

    @property
    def url(self) -> str:
        return self.idea.url


def compass_placement(ideas: list[GuidingIdea], locale_id: int) -> dict[str, Any]:
    """Each idea with its counts, and each measure with its place on every idea: four queries.

    Links are kept once, on the German pages.
    """
    links: dict[tuple[uuid.UUID, uuid.UUID], bool] = {
        (measure, idea): is_own
        for measure, idea, is_own in MeasureIdea.objects.filter(
            measure__live=True, measure__locale__language_code=settings.LANGUAGE_CODE
        ).values_list("measure__translation_key", "idea__translation_key", "is_own_estimate")
    }
    measures = read_in(Measure.objects.all(), locale_id)
    placed = [
        PlacedMeasure(
            measure,
            [
                Place(
                    line,
                    (measure.translation_key, idea.translation_key) in links,
                    links.get((measure.translation_key, idea.translation_key), False),
                )
                for line, idea in enumerate(ideas, 1)
            ],
        )
        for measure in measures
    ]
    index = MeasureIndex.objects.live().order_by("path")
    lists = {page.locale_id: page for page in index}
    here = lists.get(locale_id) or next(iter(lists.values()), None)
    directions = []
    for number, idea in enumerate(ideas):
        owns = [
            row.places[number].is_own_estimate for row in placed if row.places[number].is_placed
        ]
        href = f"{here.url}?wert={idea.slug}" if here else ""
        directions.append(Direction(idea, len(owns), owns.count(False), href))
    return {
        "directions": directions,
        "placed": placed,
        "unplaced_count": sum(not any(p.is_placed for p in row.places) for row in placed),
    }
