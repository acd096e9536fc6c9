"""The English catalogue: which German texts the portal has, and which lack an English one.

German is the source language, so every text in Python or in a template is its own key. Babel reads
them, so that nobody needs the gettext programs.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PLACES = ("gdb_portal", "strategy", "pilots", "participation", "templates")
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
KEYWORDS: dict[str, tuple | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# English texts of the portal; the German source text is the key.
# Update with: python manage.py translations --update (see CONTRIBUTING.md)
"""
UNWANTED_HEADERS = tuple(
    f'"{name}'.encode()
    for name in (
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
    )
)


class Text(NamedTuple):
    """One German text, a pair where it has a plural."""

    id: str | tuple[str, ...]
    context: str | None
    notes: list[str]


@dataclass
class Gaps:
    """What is wrong with a catalogue; empty lists mean that nothing is."""

    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    fuzzy: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.missing or self.stale or self.fuzzy or self.broken)


def source_catalog(root: Path) -> Catalog:
    """Every German text below `root`, with the files that say it."""
    catalog = Catalog(fuzzy=False)
    for path in source_files(root):
        place = (path.relative_to(root).as_posix(), 0)
        for text in texts_of(path):
            catalog.add(text.id, locations=[place], auto_comments=text.notes, context=text.context)
    return catalog


def source_files(root: Path) -> Iterator[Path]:
    for place in PLACES:
        for path in sorted((root / place).rglob("*")):
            is_template = "templates" in path.parts and path.suffix in TEMPLATE_SUFFIXES
            is_code = path.suffix == ".py" and "migrations" not in path.parts
            if is_template or is_code:
                yield path


def texts_of(path: Path) -> Iterator[Text]:
    """The texts that one file marks for translation."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What remains of the markup is noise of no meaning, but Python would mind its indentation.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    file = io.BytesIO(source.encode())
    for _line, text, notes, context in extract("python", file, KEYWORDS, ["Translators"]):
        if text and text != ("", ""):
            yield Text(text, context, notes)


def load(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, fuzzy=False, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def find_gaps(catalog: Catalog, source: Catalog) -> Gaps:
    """Compare a catalogue with what the portal says today."""
    gaps = Gaps()
    for message in source:
        if message.id and not _is_translated(catalog.get(_singular(message), message.context)):
            gaps.missing.append(_singular(message))
    for message in catalog:
        if not message.id:
            continue
        if not source.get(_singular(message), message.context):
            gaps.stale.append(_singular(message))
        if message.fuzzy:
            gaps.fuzzy.append(_singular(message))
        gaps.broken += [f"{_singular(message)} ({error})" for error in message.check(catalog)]
    return gaps


def update(path: Path, language: str, source: Catalog) -> None:
    """Write the catalogue anew: new texts empty, known ones kept, vanished ones gone."""
    catalog = load(path, language)
    catalog.update(source, no_fuzzy_matching=True)
    catalog.header_comment = HEADER.strip()
    catalog.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, catalog, width=100, sort_by_file=True, include_lineno=False)
    # Dates would change with every run and make two people's updates collide.
    lines = [
        line for line in written.getvalue().splitlines() if not line.startswith(UNWANTED_HEADERS)
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")


def compile_to_mo(path: Path, language: str) -> Path:
    """Write the form that Django reads, beside the catalogue."""
    compiled = path.with_suffix(".mo")
    with compiled.open("wb") as file:
        write_mo(file, load(path, language))
    return compiled


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    forms = [message.string] if isinstance(message.string, str) else message.string or []
    return bool(forms) and all(forms)
