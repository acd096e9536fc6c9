"""From the blocks of a page to plain paragraphs: what a version freezes.

A paragraph keeps the id of the block it stood in, so that remarks can be tied to it. Several
paragraphs of one block get the block's id with a number: "…", "….2", "….3".
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bs4 import BeautifulSoup, Tag

from gdb_portal.core.blocks import anchor_from

from .models import Chapter, Measure, StrategyPage

PROSE_KINDS: Final = {"p": "text", "h2": "heading", "h3": "heading", "h4": "heading"}


@dataclass(frozen=True, slots=True)
class SectionText:
    """A section before it is frozen; the names are those of `Section`."""

    chapter_title: str
    chapter_question: str
    chapter_slug: str
    chapter_order: int
    order: int
    anchor: str
    block_id: str
    heading: str
    content: list[dict[str, Any]] = field(default_factory=list)
    body: list[dict[str, Any]] = field(default_factory=list)

    @property
    def paragraphs(self) -> list[tuple[str, str]]:
        return [(part["block"], part["text"]) for part in self.content]


def texts_of(
    strategy_page: StrategyPage, *, from_drafts: bool = False, known: dict[str, str] | None = None
) -> list[SectionText]:
    """The sections of all chapters, in reading order.

    From what is published, or from what editors have drafted since. `known` names the anchors of an
    earlier version by block id: a section keeps the address it once had.
    """
    chapters = Chapter.objects.child_of(strategy_page).order_by("path")
    if not from_drafts:
        chapters = chapters.live()
    pages = [
        chapter.get_latest_revision_as_object() if from_drafts else chapter for chapter in chapters
    ]
    found = [
        _section_text(page, number, section, question=page.question)
        for number, page in enumerate(pages)
        for section in page.sections.get_prep_value()
    ]
    return list(_with_own_places(found, known or {}))


def page_texts_of(measure: Measure) -> list[SectionText]:
    """The sections of a measure or pilot, published or drafted, whichever is given."""
    found = [_section_text(measure, 0, section) for section in measure.sections.get_prep_value()]
    return list(_with_own_places(found, {}))


def fingerprint_of(texts: Sequence[SectionText]) -> str:
    """Names exactly these words in this order: what was shown before a release is what it is."""
    words = [[text.chapter_title, text.heading, text.anchor, text.paragraphs] for text in texts]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def _section_text(
    page: Chapter | Measure, number: int, section: dict[str, Any], *, question: str = ""
) -> SectionText:
    value = section["value"]
    heading = value.get("heading", "")
    body = value.get("body", [])
    return SectionText(
        # A measure has no chapters; that it is called otherwise now changes none of its words.
        chapter_title=page.title if isinstance(page, Chapter) else "",
        chapter_question=question,
        chapter_slug=page.slug,
        chapter_order=number,
        order=0,
        anchor=value.get("anchor") or anchor_from(heading) or "abschnitt",
        block_id=section.get("id") or "",
        heading=heading,
        content=paragraphs_of(body),
        body=body,
    )


def _with_own_places(
    sections: Iterable[SectionText], known: dict[str, str]
) -> Iterator[SectionText]:
    """One after the other, each with an anchor that no other section of the version has."""
    sections = list(sections)
    reserved = {known[text.block_id] for text in sections if text.block_id in known}
    taken: set[str] = set()
    for order, text in enumerate(sections):
        anchor = known.get(text.block_id, "")
        if not anchor or anchor in taken:
            wanted = [text.anchor, f"{text.chapter_slug}-{text.anchor}"]
            wanted += [f"{wanted[1]}-{count}" for count in range(2, len(sections) + 2)]
            anchor = next(name for name in wanted if name not in taken | reserved)
        taken.add(anchor)
        yield replace(text, order=order, anchor=anchor)


def paragraphs_of(body: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The plain paragraphs of a section's raw blocks."""
    found: list[dict[str, Any]] = []
    seen: dict[str, int] = {}
    for number, block in enumerate(body):
        name = block.get("id") or str(number)
        for part in _parts(block["type"], block["value"], name):
            text = _plain(part["text"])
            if not text:
                continue
            base = part.get("block", name)
            seen[base] = seen.get(base, 0) + 1
            key = base if seen[base] == 1 else f"{base}.{seen[base]}"
            found.append({**part, "block": key, "text": text})
    return found


def _parts(kind: str, value: Any, name: str) -> Iterator[dict[str, Any]]:
    match kind:
        case "text":
            yield from _prose(value)
        case "notice":
            yield {"kind": "heading", "text": value["title"]}
            yield from _prose(value["text"])
        case "quote":
            author = value.get("attribution")
            words = f"„{value['quote']}“"
            yield {"kind": "quote", "text": f"{words} ({author})" if author else words}
        case "facts":
            for item in value:
                yield _pair("fact", item, item["value"]["label"], item["value"]["value"])
        case "steps":
            for item in value:
                yield _pair("step", item, item["value"]["label"], item["value"].get("text", ""))
        case "accordion":
            for item in value:
                yield {**_of(item), "kind": "heading", "text": item["value"]["title"]}
                for part in _prose(item["value"]["text"]):
                    yield {**_of(item), **part}
        case "table":
            yield from _table(value or {})
        case "figure":
            image = value.get("image") or {}
            alternative = image.get("alt_text", "") if isinstance(image, dict) else ""
            yield {"kind": "figure", "text": value.get("caption") or alternative or ""}
        case _:
            raise ValueError(f"No plain text for a block of the kind {kind!r}.")


def _of(item: dict[str, Any]) -> dict[str, Any]:
    return {"block": item["id"]} if item.get("id") else {}


def _pair(kind: str, item: dict[str, Any], label: str, value: str) -> dict[str, Any]:
    text = f"{label}: {value}" if value else label
    return {**_of(item), "kind": kind, "text": text, "cells": [label, value]}


def _table(value: dict[str, Any]) -> Iterator[dict[str, Any]]:
    rows = [[_plain(cell or "") for cell in row] for row in value.get("data") or []]
    if value.get("table_caption"):
        yield {"kind": "caption", "text": value["table_caption"]}
    for number, cells in enumerate(rows):
        is_head = number == 0 and value.get("first_row_is_table_header")
        yield {
            "kind": "columns" if is_head else "row",
            "text": " | ".join(cell for cell in cells if cell),
            "cells": cells,
        }


def _prose(html: str) -> Iterator[dict[str, Any]]:
    soup = BeautifulSoup(html or "", "html.parser")
    for tag in soup.find_all([*PROSE_KINDS, "li"]):
        if tag.name != "li":
            yield {"kind": PROSE_KINDS[tag.name], "text": tag.get_text()}
            continue
        numbered = tag.parent is not None and tag.parent.name == "ol"
        yield {"kind": "number" if numbered else "bullet", "text": _own_text(tag)}


def _own_text(item: Tag) -> str:
    """What a list item says itself; a list inside it has items of its own."""
    return "".join(
        part.get_text() if isinstance(part, Tag) else str(part)
        for part in item.children
        if not (isinstance(part, Tag) and part.name in {"ul", "ol"})
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", str(text)).strip()
