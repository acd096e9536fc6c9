"""Released versions of the strategy; headings and paragraphs are hostile by default."""

import datetime as dt

from strategy.enums import VersionStatus
from strategy.models import StrategyVersion
from strategy.section_texts import SectionText
from strategy.services.version import release_texts

from .participation import HOSTILE


def section(anchor="ziele", *paragraphs, chapter="warum", heading=None, order=0, **values):
    """A section with the given paragraphs, as it is before it is frozen."""
    return SectionText(
        chapter_title=values.pop("chapter_title", f"Kapitel <{chapter}>"),
        chapter_question=values.pop("chapter_question", "Was <i>nun</i>?"),
        chapter_slug=chapter,
        chapter_order=values.pop("chapter_order", 0),
        order=order,
        anchor=anchor,
        block_id=values.pop("block_id", f"block-{anchor}"),
        heading=heading or f"Überschrift <{anchor}>",
        content=[
            {"block": f"{anchor}-{number}", "kind": "text", "text": text}
            for number, text in enumerate(paragraphs or [HOSTILE], start=1)
        ],
        **values,
    )


def released(*sections, status=VersionStatus.ADOPTED, **values) -> StrategyVersion:
    """A version with these sections, numbered in their order."""
    if status == VersionStatus.ADOPTED:
        values = {"adopted_on": dt.date(2022, 12, 20), "adopted_by": "Senat <Berlin>", **values}
    texts = sections or [section()]
    return release_texts(
        [in_place(text, order) for order, text in enumerate(texts)],
        by=None,
        status=status,
        **{"title": "Fassung <eins>", **values},
    )


def in_place(text, order):
    return section_with(text, order=order)


def section_with(text, **changes):
    return SectionText(
        **{**{name: getattr(text, name) for name in SectionText.__slots__}, **changes}
    )
