"""Who took part, as table files: the same cells as on the page, small ones left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from gdb_portal.core.spreadsheets import harmless

from .reading import Representation

COLUMNS = (
    "merkmal",
    "auspraegung",
    "wortlaut",
    "anzahl",
    "prozent",
    "prozent_berlin",
    "punkte_unterschied",
    "quelle_berlin",
    "stand_berlin",
)


def rows_of(found: Representation) -> Iterator[dict[str, Any]]:
    """One row per answer; empty cells where a number would tell too much or nobody knows it."""
    for result in found.questions:
        for part in result.parts:
            yield {
                "merkmal": result.question,
                "auspraegung": part.option,
                "wortlaut": part.words,
                "anzahl": _or_nothing(part.count),
                "prozent": _or_nothing(part.percent),
                "prozent_berlin": _or_nothing(part.population_percent),
                "punkte_unterschied": _or_nothing(part.points),
                "quelle_berlin": result.source.source if result.source else "",
                "stand_berlin": result.source.as_of.isoformat() if result.source else "",
            }


def write_xlsx(target: IO[bytes], found: Representation) -> None:
    """The same as an XLSX file."""
    from openpyxl import Workbook  # noqa: PLC0415  slow: only for this file

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Beteiligte")
    sheet.append(COLUMNS)
    for row in rows_of(found):
        sheet.append([harmless(row[name]) for name in COLUMNS])
    book.save(target)


def _or_nothing(number: int | None) -> int | str:
    return "" if number is None else number
