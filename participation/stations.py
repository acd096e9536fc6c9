"""Stations in a page's own text: at the end of each paragraph that was frozen as it is there.

Pure: it knows HTML and the frozen paragraphs, nothing of the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from bs4 import BeautifulSoup, Tag

# As what a frozen paragraph stands on a page; whatever has no element there has no station.
ELEMENTS: Final = {
    "text": ("p",),
    "heading": ("h2", "h3", "h4"),
    "bullet": ("li",),
    "number": ("li",),
    "quote": ("blockquote",),
    "fact": ("dd",),
    "step": ("p",),
    "row": ("tr",),
    "figure": ("figcaption",),
}
LISTS: Final = ("ul", "ol")
# Headings are no statement that one could comment on.
SILENT: Final = frozenset({"heading"})


def with_stations(
    html: str,
    content: Sequence[dict[str, Any]],
    anchor: str,
    station: Callable[[str], str],
) -> str:
    """The HTML of a section, each paragraph with its id and what `station(id)` gives for it.

    Paragraphs are looked for in their order and by their words, so that none gets another's place.
    Where the page shows other words than were frozen (a fact without its label), `data-whole` says
    that only the whole paragraph can be spoken about.
    """
    soup = BeautifulSoup(html, "html.parser")
    elements = soup.find_all([name for names in ELEMENTS.values() for name in names])
    begin = 0
    for number, part in enumerate(content, start=1):
        found = next(
            (at for at in range(begin, len(elements)) if _says(elements[at], part)),
            None,
        )
        if found is None or elements[found].has_attr("id"):
            continue
        element, begin = elements[found], found + 1
        element["id"] = f"{anchor}--{number}"
        if part["kind"] in SILENT:
            continue
        if _spaced(_own_words(element)) != part["text"]:
            element["data-whole"] = ""
        _append(element, BeautifulSoup(station(element["id"]), "html.parser"))
    return str(soup)


def _says(element: Tag, part: dict[str, Any]) -> bool:
    if element.name not in ELEMENTS.get(part["kind"], ()):
        return False
    words = _bare(_own_words(element))
    match part["kind"]:
        case "fact" | "step":
            label, value = part["cells"]
            return words == _bare(value or label)
        case "row":
            return words == _bare("".join(part["cells"]))
        case "quote":
            return _bare(part["text"]).startswith(f"„{words}“")
    return words == _bare(part["text"])


def _own_words(element: Tag) -> str:
    """What it says itself; a list inside a list item has items of its own."""
    return "".join(
        child.get_text() if isinstance(child, Tag) else str(child)
        for child in element.children
        if not (isinstance(child, Tag) and child.name in LISTS)
    )


def _append(element: Tag, station: BeautifulSoup) -> None:
    inner = element.find(LISTS, recursive=False)
    if element.name == "tr":
        element.find_all(["td", "th"])[-1].append(station)
    elif inner is not None:
        inner.insert_before(station)
    else:
        element.append(station)


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", str(text))
