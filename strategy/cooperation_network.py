"""Who works with whom as a drawing: administrations on the left, partners on the right."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from .cooperation import Cooperation
from .german_order import german_key

WIDTH = 960
LEFT, RIGHT = 330, 630
# Between two names of a column, so that they never touch.
STEP = 36
# Longer names are cut in the drawing; the table has them whole.
LONGEST_NAME = 34
THICKEST = 10


@dataclass(frozen=True, slots=True)
class Station:
    """An organisation with its point on the drawing."""

    name: str
    label: str
    x: int
    y: int
    label_x: int
    is_left: bool


@dataclass(frozen=True, slots=True)
class Link:
    """Two organisations that share measures, as a curve that stays between the columns."""

    path: str
    width: int
    count: int


@dataclass(frozen=True, slots=True)
class Network:
    stations: list[Station]
    links: list[Link]
    height: int
    width: int = WIDTH


def draw_network(cooperation: Cooperation) -> Network:
    """The same as the table, drawn: administrations and whoever shares a measure with them."""
    bodies = [row.administration.short_name for row in cooperation.rows]
    shared: Counter[tuple[str, str]] = Counter(
        pair
        for team in cooperation.teams
        for pair in combinations(sorted(team, key=german_key), 2)
        if not set(pair).isdisjoint(bodies)
    )
    linked = {name for pair in shared for name in pair}
    administrations = [name for name in bodies if name in linked]
    partners = sorted(linked - set(administrations), key=german_key)
    rows = max(len(administrations), len(partners), 1)
    stations = [
        *_column(administrations, LEFT, rows, is_left=True),
        *_column(partners, RIGHT, rows, is_left=False),
    ]
    points = {station.name: station for station in stations}
    links = [
        Link(_curve(points[one], points[other]), min(2 + 2 * (count - 1), THICKEST), count)
        for (one, other), count in sorted(shared.items())
    ]
    return Network(stations, links, height=(rows + 1) * STEP)


def _column(names: list[str], x: int, rows: int, *, is_left: bool) -> list[Station]:
    """Spread over the whole height, whichever column is longer."""
    gap = STEP * (rows + 1) / (len(names) + 1)
    return [
        Station(
            name,
            name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…",
            x,
            round(gap * number),
            x - 20 if is_left else x + 20,
            is_left,
        )
        for number, name in enumerate(names, 1)
    ]


def _curve(one: Station, other: Station) -> str:
    middle = (LEFT + RIGHT) // 2
    if one.x == other.x:
        # The farther apart, the wider the bow, so that bows do not cover one another.
        bend = min(40 + abs(one.y - other.y) // 3, middle - LEFT)
        inside = one.x + bend if one.is_left else one.x - bend
        return f"M{one.x} {one.y} C{inside} {one.y} {inside} {other.y} {other.x} {other.y}"
    return f"M{one.x} {one.y} C{middle} {one.y} {middle} {other.y} {other.x} {other.y}"
