"""One row of the result, and the table of all."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

Bound = Literal["at least", "at most"]


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured. `value` and `floor` are medians in `unit`.

    `ratio` is the median of the ratios of each turn, `spread` the distance between the highest and
    the lowest of them; both are None where there is no floor and the value itself is the goal's.
    """

    name: str
    value: float
    unit: str
    floor: float | None
    ratio: float | None
    spread: float | None
    goal: str
    met: bool


def compared(
    name: str, turns: Sequence[tuple[float, float]], *, unit: str, bound: Bound, goal: float
) -> Row:
    """A row from turns of (measured, floor); the ratio is measured over floor.

    Raises ValueError without a turn: nothing was measured.
    """
    if not turns:
        raise ValueError(f"{name}: nothing was measured.")
    ratios = [value / floor for value, floor in turns]
    ratio = statistics.median(ratios)
    return Row(
        name=name,
        value=statistics.median(value for value, _floor in turns),
        unit=unit,
        floor=statistics.median(floor for _value, floor in turns),
        ratio=ratio,
        spread=max(ratios) - min(ratios),
        goal=f"{bound} {goal:g}",
        met=ratio >= goal if bound == "at least" else ratio <= goal,
    )


def absolute(name: str, value: float, *, unit: str, goal: float) -> Row:
    """A row whose value is itself bounded from above."""
    return Row(name, value, unit, None, None, None, f"at most {goal:g} {unit}", value <= goal)


def table(rows: Sequence[Row]) -> str:
    """All rows for a terminal."""
    head = ("name", "value", "unit", "floor", "ratio", "spread", "goal", "met")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    def number(value: float | None) -> str:
        return "–" if value is None else f"{value:,.2f}" if value < 100 else f"{value:,.0f}"

    return (
        row.name,
        number(row.value),
        row.unit,
        number(row.floor),
        number(row.ratio),
        number(row.spread),
        row.goal,
        "yes" if row.met else "NO",
    )


def write(rows: Sequence[Row], path: Path) -> None:
    """The same as JSON, for comparing runs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], indent=2, ensure_ascii=False) + "\n")
