"""The open table of a map: written for everybody, and read again to repeat the computation."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .models import OpinionMap

if TYPE_CHECKING:
    from .cells import Cells

COLUMNS = ("zelle", "menschen", "gruppe", "beitrag", "zustimmung", "ablehnung")


def open_rows(opinion_map: OpinionMap) -> Iterator[dict[str, Any]]:
    """One row per cell and contribution; cells never have fewer than five people."""
    for cell in opinion_map.cells.order_by("number").iterator(50):
        for column, contribution in enumerate(opinion_map.contributions):
            yield {
                "zelle": cell.number,
                "menschen": cell.people,
                "gruppe": letter_of(cell.group),
                "beitrag": contribution,
                "zustimmung": cell.agree[column],
                "ablehnung": cell.disagree[column],
            }


def letter_of(group: int) -> str:
    return "ABCDE"[group]


def read_cells(lines: Iterable[str]) -> Cells:
    """The cells of an open table; the groups in it are not believed but found again.

    Raises ValueError where the table is not one of ours.
    """
    import numpy as np  # noqa: PLC0415  slow: only the worker and the command count

    from .cells import Cells  # noqa: PLC0415  slow: only the worker and the command count

    rows = [_numbers(row) for row in csv.DictReader(lines)]
    if not rows:
        raise ValueError("There are no rows in this table.")
    cells = sorted({row[0] for row in rows})
    contributions = sorted({row[2] for row in rows})
    shape = (len(cells), len(contributions))
    people, agree, disagree = np.zeros(len(cells), int), np.zeros(shape, int), np.zeros(shape, int)
    row_of = {cell: place for place, cell in enumerate(cells)}
    column_of = {number: place for place, number in enumerate(contributions)}
    for cell, here, contribution, agreed, disagreed in rows:
        place = row_of[cell], column_of[contribution]
        people[place[0]], agree[place], disagree[place] = here, agreed, disagreed
    return Cells(people, agree, disagree, np.array(contributions))


def _numbers(row: dict[str, str]) -> tuple[int, ...]:
    try:
        return tuple(
            int(row[name]) for name in ("zelle", "menschen", "beitrag", "zustimmung", "ablehnung")
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"These columns are needed: {', '.join(COLUMNS)}.") from error
