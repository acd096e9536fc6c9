"""From the seed's plain text to the blocks of a page.

    ## Heading {#anchor}         a section
    plain lines                  a paragraph; "- " and "1. " make lists, "### " a smaller heading
    ::: kind argument            a block until ":::": notice, facts, steps, accordion, table, quote

Ids are derived from place and anchor, so that the same text always gives the same blocks.
"""

from __future__ import annotations

import re
import uuid
from html import escape
from typing import Any

from gdb_portal.core.blocks import anchor_from

NAMESPACE = uuid.UUID("6f2f1e52-52f3-4c58-9c0f-6a9d3b5f0b61")
HEADING = re.compile(r"^## (?P<heading>.+?)(?: \{#(?P<anchor>[a-z0-9-]+)\})?$")
LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")
NUMBERED = re.compile(r"^\d+\. ")


def sections_from(text: str, place: str) -> list[dict[str, Any]]:
    """The raw value of a page's `sections` field."""
    sections = []
    for heading, anchor, lines in _split(text):
        anchor = anchor or anchor_from(heading)
        body = [
            {"type": kind, "value": value, "id": block_id(place, anchor, str(number))}
            for number, (kind, value) in enumerate(_blocks(lines, f"{place}#{anchor}"))
        ]
        value = {"heading": heading, "anchor": anchor, "body": body}
        sections.append({"type": "section", "value": value, "id": block_id(place, anchor)})
    return sections


def rich_text(text: str) -> str:
    """Paragraphs, lists and small headings as the HTML that Wagtail stores."""
    return "".join(_paragraph(part) for part in re.split(r"\n\s*\n", text.strip()) if part.strip())


def block_id(*parts: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "|".join(parts)))


def _split(text: str) -> list[tuple[str, str, list[str]]]:
    found: list[tuple[str, str, list[str]]] = []
    for line in text.strip().splitlines():
        match = HEADING.match(line)
        if match:
            found.append((match["heading"], match["anchor"] or "", []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            raise ValueError(f"Text before the first heading: {line!r}")
    return found


def _blocks(lines: list[str], place: str) -> list[tuple[str, Any]]:
    blocks: list[tuple[str, Any]] = []
    plain: list[str] = []
    fence: tuple[str, str] | None = None
    inside: list[str] = []
    for line in [*lines, "::: end"]:
        if fence is not None:
            if line.strip() == ":::":
                kind, argument = fence
                blocks.append((kind, _fenced(kind, argument, inside, place)))
                fence, inside = None, []
            else:
                inside.append(line)
        elif line.startswith("::: "):
            if "".join(plain).strip():
                blocks.append(("text", rich_text("\n".join(plain))))
            plain = []
            kind, _space, argument = line[4:].partition(" ")
            fence = (kind, argument.strip())
        else:
            plain.append(line)
    return blocks


def _fenced(kind: str, argument: str, lines: list[str], place: str) -> Any:
    text = "\n".join(lines).strip()
    rows = [
        [cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()
    ]
    match kind:
        case "notice":
            tone, _space, title = argument.partition(" ")
            return {"title": title, "text": rich_text(text), "tone": tone}
        case "quote":
            return {"quote": text, "attribution": argument, "source_url": ""}
        case "facts":
            return _items(place + text, [{"label": row[0], "value": row[1]} for row in rows])
        case "steps":
            return _items(
                place + text, [{"label": row[0], "text": "".join(row[1:2])} for row in rows]
            )
        case "accordion":
            return _items(place + text, _questions(lines))
        case "table":
            return {
                "data": rows,
                "cell": [],
                "mergeCells": [],
                "table_caption": argument,
                "table_header_choice": "both",
                "first_row_is_table_header": True,
                "first_col_is_header": True,
            }
    raise ValueError(f"Unknown block {kind!r}")


def _items(place: str, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"type": "item", "value": value, "id": block_id(place, str(number))}
        for number, value in enumerate(values)
    ]


def _questions(lines: list[str]) -> list[dict[str, Any]]:
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if line.startswith("? "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return [{"title": title, "text": rich_text("\n".join(answer))} for title, answer in found]


def _paragraph(part: str) -> str:
    lines = [line.strip() for line in part.strip().splitlines()]
    if lines[0].startswith("### "):
        rest = "\n".join(lines[1:])
        return f"<h3>{_inline(lines[0][4:])}</h3>" + (_paragraph(rest) if rest else "")
    if lines[0].startswith("- "):
        return f"<ul>{_list_items(lines, re.compile(r'^- '))}</ul>"
    if NUMBERED.match(lines[0]):
        return f"<ol>{_list_items(lines, NUMBERED)}</ol>"
    return f"<p>{_inline(' '.join(lines))}</p>"


def _list_items(lines: list[str], mark: re.Pattern[str]) -> str:
    items: list[str] = []
    for line in lines:
        if mark.match(line):
            items.append(mark.sub("", line))
        else:
            items[-1] += " " + line
    return "".join(f"<li>{_inline(item)}</li>" for item in items)


def _inline(text: str) -> str:
    html = escape(text, quote=False)
    html = BOLD.sub(r"<b>\1</b>", html)
    return LINK.sub(r'<a href="\2">\1</a>', html)
