"""A released version as readers meet it: chapters, sections, and paragraphs put together again."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from django.core.cache import cache

from .models import Section, StrategyVersion
from .version_diff import Comparison, compare

# Raise it when comparing changes, so that no older result is shown.
COMPARISON_FORMAT: Final = 2
COMPARISON_KEPT_SECONDS: Final = 30 * 24 * 3600

TOGETHER: Final = {
    "bullet": "list",
    "number": "ordered",
    "fact": "facts",
    "step": "facts",
    "caption": "table",
    "columns": "table",
    "row": "table",
}


def chapters_of(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """Sections under their chapters, with their paragraphs grouped for reading."""
    chapters = []
    for (order, title, question), rows in groupby(
        sections, key=lambda row: (row.chapter_order, row.chapter_title, row.chapter_question)
    ):
        chapters.append(
            {
                "number": order + 1,
                "title": title,
                "question": question,
                "anchor": f"kapitel-{order + 1}",
                "sections": [{"section": row, "groups": groups_of(row)} for row in rows],
            }
        )
    return chapters


def groups_of(section: Section) -> list[dict[str, Any]]:
    """What belongs together stands together: lists, tables, facts; each paragraph has its place."""
    parts = [
        {**part, "place": f"{section.anchor}--{number}"}
        for number, part in enumerate(section.content, start=1)
    ]
    groups: list[dict[str, Any]] = []
    for part in parts:
        kind = TOGETHER.get(part["kind"], part["kind"])
        is_next = groups and groups[-1]["kind"] == kind and kind in TOGETHER.values()
        if not is_next or part["kind"] == "caption":
            groups.append({"kind": kind, "parts": [], "caption": None, "columns": None})
        if part["kind"] in {"caption", "columns"}:
            groups[-1][part["kind"]] = part
        else:
            groups[-1]["parts"].append(part)
    return groups


def comparison_of(before: StrategyVersion, after: StrategyVersion) -> Comparison:
    """What changed between two released versions: computed once, since neither ever changes."""
    key = f"strategy:comparison:{COMPARISON_FORMAT}:{before.pk}:{after.pk}"
    known = cache.get(key)
    if isinstance(known, Comparison):
        return known
    found = compare(list(Section.objects.of(before)), list(Section.objects.of(after)))
    cache.set(key, found, COMPARISON_KEPT_SECONDS)
    return found
