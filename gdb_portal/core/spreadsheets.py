"""Rows for table programs: as they are, but nothing in them is run."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: Any) -> Any:
    """A text that a table program would run as a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


class _Echo:
    def write(self, line: str) -> str:
        return line


def csv_lines(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A CSV file line by line (comma, quoted where needed), never more than one row in memory."""
    writer = csv.DictWriter(_Echo(), columns, restval="")
    yield writer.writeheader()
    for row in rows:
        yield writer.writerow({name: harmless(value) for name, value in row.items()})
