"""An invented draft of the next version of the strategy, marked as such wherever it is read."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from participation.cases.models import ChangeCause
from participation.models import Comment
from strategy.enums import VersionStatus
from strategy.models import StrategyChange, StrategyVersion
from strategy.section_texts import SectionText
from strategy.seed.records import Seeder
from strategy.services.version import release_texts

CONTENT = Path(__file__).parent / "content" / "version.toml"


@transaction.atomic
def ensure_draft() -> StrategyVersion | None:
    """The draft is made once, from the version in force; without one there is nothing to change."""
    in_force = StrategyVersion.objects.in_force().first()
    if in_force is None:
        return None
    entry = tomllib.loads(CONTENT.read_text())
    return Seeder().ensure(
        "demo:version",
        # Only the name: what is frozen is never refreshed.
        "version",
        find=lambda: StrategyVersion.objects.filter(is_demonstration=True).first(),
        make=lambda: release_texts(
            _rewritten(in_force, entry),
            by=None,
            title=entry["title"],
            note=entry["note"],
            status=VersionStatus.IN_CONSULTATION,
            is_demonstration=True,
        ),
        refresh=lambda version: None,
        state=lambda version: str(version.pk),
    )


@transaction.atomic
def ensure_change() -> StrategyChange | None:
    """The draft's new section goes back to an invented contribution, once."""
    draft = StrategyVersion.objects.filter(is_demonstration=True).first()
    comment = Comment.objects.published().order_by("pk").first()
    if draft is None or comment is None:
        return None
    entry = tomllib.loads(CONTENT.read_text())["change"]
    return Seeder().ensure(
        "demo:change",
        "change",
        find=lambda: StrategyChange.objects.filter(version=draft).first(),
        make=lambda: _make_change(draft, comment, entry),
        refresh=lambda change: None,
        state=lambda change: str(change.pk),
    )


def _make_change(draft: StrategyVersion, comment: Comment, entry: dict[str, str]) -> StrategyChange:
    change = StrategyChange.objects.create(
        version=draft,
        section=draft.sections.filter(anchor=entry["anchor"]).first(),
        text=entry["text"],
        reason=entry["reason"],
        happened_on=timezone.localdate(),
    )
    ChangeCause.objects.create(change=change, comment=comment)
    return change


def _rewritten(version: StrategyVersion, entry: dict[str, Any]) -> list[SectionText]:
    texts = [
        SectionText(**{name: getattr(row, name) for name in SectionText.__slots__})
        for row in version.sections.order_by("order")
    ]
    for change in entry["changed"]:
        place = _place(texts, change["anchor"])
        texts[place] = _changed(texts[place], change)
    for removal in entry["removed"]:
        del texts[_place(texts, removal["anchor"])]
    for move in entry["moved"]:
        text = texts.pop(_place(texts, move["anchor"]))
        before = _place(texts, move["after"])
        texts.insert(before + 1, _in_chapter_of(texts[before], text))
    for addition in entry["added"]:
        before = _place(texts, addition["after"])
        texts.insert(before + 1, _in_chapter_of(texts[before], _added(texts[before], addition)))
    return [replace(text, order=order) for order, text in enumerate(texts)]


def _place(texts: list[SectionText], anchor: str) -> int:
    return next(number for number, text in enumerate(texts) if text.anchor == anchor)


def _changed(text: SectionText, change: dict[str, Any]) -> SectionText:
    content = [
        {
            **part,
            "text": _reworded(part["text"], change["words"]),
            **(
                {"cells": [_reworded(cell, change["words"]) for cell in part["cells"]]}
                if "cells" in part
                else {}
            ),
        }
        for part in text.content
    ]
    return replace(text, heading=change.get("heading", text.heading), content=content)


def _reworded(words: str, pairs: list[list[str]]) -> str:
    for old, new in pairs:
        words = words.replace(old, new)
    return words


def _in_chapter_of(neighbour: SectionText, text: SectionText) -> SectionText:
    return replace(
        text,
        chapter_title=neighbour.chapter_title,
        chapter_question=neighbour.chapter_question,
        chapter_slug=neighbour.chapter_slug,
        chapter_order=neighbour.chapter_order,
    )


def _added(neighbour: SectionText, addition: dict[str, Any]) -> SectionText:
    anchor = addition["anchor"]
    return replace(
        neighbour,
        anchor=anchor,
        block_id=f"demo-{anchor}",
        heading=addition["heading"],
        content=[
            {"block": f"demo-{anchor}-{number}", "kind": "text", "text": words}
            for number, words in enumerate(addition["paragraphs"], start=1)
        ],
        body=[],
    )
