"""Taking over progress from a file: all rows or none, tried first, with a record of its own."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gdb_portal.accounts.models import User
from gdb_portal.core.events import record_event

from ..models import Measure, MeasureChange, ProgressImport
from ..progress_enums import ChangeOrigin
from ..progress_timeline import Entry, entries
from .progress import NothingChanged, ReasonMissing, change_progress

MEASURE, REASON = "massnahme", "begruendung"
# Column of the file → fact.
COLUMNS = {
    "stand": "status",
    "stand_vom": "status_as_of",
    "phase": "phase",
    "beginn": "starts",
    "ende": "ends",
    "zustaendig": "responsible",
    "geld": "budget",
}
UNKNOWN = "-"
MOST_ROWS = 1000
MOST_BYTES = 1024 * 1024


class FileUnreadable(Exception):
    """The file as a whole is not what we can read; the message says why."""


@dataclass(slots=True)
class ImportRow:
    """One line of the file: what it changes, or why it can't. Neither: nothing new."""

    number: int
    name: str
    errors: list[str] = field(default_factory=list)
    entry: Entry | None = None


@dataclass(slots=True)
class ImportResult:
    rows: list[ImportRow]
    is_applied: bool = False

    @property
    def error_count(self) -> int:
        return sum(bool(row.errors) for row in self.rows)

    @property
    def changed_count(self) -> int:
        return sum(row.entry is not None for row in self.rows)

    @property
    def unchanged_count(self) -> int:
        return len(self.rows) - self.error_count - self.changed_count


def decode(content: bytes) -> str:
    """Raises FileUnreadable."""
    if len(content) > MOST_BYTES:
        raise FileUnreadable(_("Die Datei ist größer als 1 MB."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileUnreadable(_("Die Datei ist nicht in UTF-8 gespeichert.")) from None


def import_progress(
    text: str, *, name: str, by: User | None, dry_run: bool = False
) -> ImportResult:
    """Every row is a change with its reason, or nothing of the file is taken over at all.

    A dry run does the same and takes it back. Raises FileUnreadable.
    """
    lines = _lines(text)
    with transaction.atomic():
        result = ImportResult([_apply(number, line, by) for number, line in lines])
        if dry_run or result.error_count or not result.changed_count:
            transaction.set_rollback(True)
        else:
            done = ProgressImport.objects.create(
                name=name[:200],
                digest=hashlib.sha256(text.encode()).hexdigest(),
                changed_count=result.changed_count,
                unchanged_count=result.unchanged_count,
                by=by,
            )
            record_event("progress.imported", on=done, by=by, changed=result.changed_count)
            result.is_applied = True
    return result


def _lines(text: str) -> list[tuple[int, dict[str, str]]]:
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter)
    try:
        columns = [(column or "").strip().casefold() for column in reader.fieldnames or []]
        reader.fieldnames = columns
        lines = [(reader.line_num, line) for line in reader]
    except csv.Error:
        raise FileUnreadable(_("Die Datei ist keine CSV-Datei.")) from None
    if missing := {MEASURE, REASON} - set(columns):
        raise FileUnreadable(
            _("Es fehlt die Spalte: %(name)s") % {"name": ", ".join(sorted(missing))}
        )
    if strange := set(columns) - {MEASURE, REASON, *COLUMNS}:
        raise FileUnreadable(
            _("Diese Spalte kennen wir nicht: %(name)s") % {"name": ", ".join(sorted(strange))}
        )
    if len(lines) > MOST_ROWS:
        raise FileUnreadable(_("Die Datei hat mehr als 1000 Zeilen."))
    return [
        (
            number,
            {key: (value or "").strip() for key, value in line.items() if isinstance(key, str)},
        )
        for number, line in lines
    ]


def _apply(number: int, line: dict[str, str], by: User | None) -> ImportRow:
    slug = line[MEASURE].strip("/").rpartition("/")[2]
    row = ImportRow(number, line[MEASURE])
    found = list(Measure.objects.live().in_source_language().filter(slug=slug)[:2])
    if len(found) != 1:
        row.errors.append(_("Diese Maßnahme gibt es nicht, oder ihr Kurzname ist nicht eindeutig."))
        return row
    row.name = found[0].title
    changes = {
        fact: "" if line[column] == UNKNOWN else line[column]
        for column, fact in COLUMNS.items()
        if line.get(column)
    }
    try:
        with transaction.atomic():
            change: MeasureChange = change_progress(
                found[0], by=by, reason=line[REASON], origin=ChangeOrigin.IMPORT, **changes
            )
    except ReasonMissing:
        row.errors.append(_("Die Begründung fehlt."))
    except NothingChanged:
        pass
    except ValidationError as error:
        row.errors += _told(error)
    else:
        row.entry = entries([change])[0]
    return row


def _told(error: ValidationError) -> list[str]:
    columns: dict[str, Any] = {fact: column for column, fact in COLUMNS.items()}
    return [
        f"{columns[name]}: {message}" if name in columns else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]
