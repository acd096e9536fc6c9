"""Tying comments to passages, and finding these passages again in every later version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.db import transaction
from django.db.models import Exists, OuterRef

from gdb_portal.core.page_cache import PARTICIPATION, invalidate
from strategy.models import Section, StrategyVersion

from ..enums import AnchorState
from ..models import Anchor, AnchorPosition, Comment, Topic
from ..models.anchor import CONTEXT_LENGTH
from ..reanchoring import Paragraph, Passage, Place, Reanchoring
from .comment import submit_comment

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


class HasParagraphs(Protocol):
    """A section, frozen or yet to be."""

    anchor: str

    @property
    def paragraphs(self) -> list[tuple[str, str]]: ...


@transaction.atomic
def comment_on_passage(
    topic: Topic,
    section: Section,
    place: int,
    *,
    by: User,
    start: int = 0,
    end: int | None = None,
    **contribution: Any,
) -> Comment:
    """Take in a contribution about the characters [start, end) of a section's paragraph.

    Everything else is as in `submit_comment`. Where a later version is already released, the
    passage is looked for in it at once.
    """
    comment = submit_comment(topic, by=by, **contribution)
    if Anchor.objects.filter(comment=comment).exists():
        # The same form, sent twice.
        return comment
    lay_anchor(section, place, start=start, end=end, comment=comment)
    return comment


def lay_anchor(
    section: Section,
    place: int,
    *,
    start: int = 0,
    end: int | None = None,
    comment: Comment | None = None,
) -> Anchor:
    """Hold the characters [start, end) of a paragraph, here and in every later version.

    Called inside the transaction of what is tied to it.
    """
    block_id, text = section.paragraphs[place - 1]
    end = len(text) if end is None else end
    anchor = Anchor.objects.create(
        comment=comment,
        section=section,
        block_id=block_id,
        place=place,
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT_LENGTH) : start],
        suffix=text[end : end + CONTEXT_LENGTH],
    )
    AnchorPosition.objects.create(
        anchor=anchor,
        version=section.version,
        state=AnchorState.KEPT,
        section=section,
        place=place,
        start=start,
        end=end,
    )
    later = StrategyVersion.objects.released().filter(number__gt=section.version.number)
    for version in later.order_by("number"):
        place_anchors(version)
    return anchor


@transaction.atomic
def place_anchors(version: StrategyVersion) -> dict[str, int]:
    """Every passage of an earlier version has its place in this one, or is known to have none.

    Returns how many were kept, moved and orphaned now. Done before, it changes nothing.
    """
    # Two at once would look for the same passages.
    StrategyVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    known = AnchorPosition.objects.filter(anchor=OuterRef("pk"), version=version)
    anchors = Anchor.objects.filter(
        ~Exists(known), section__version__number__lt=version.number
    ).order_by("pk")
    sections = list(Section.objects.of(version))
    by_anchor = {section.anchor: section for section in sections}
    rows = [
        AnchorPosition(
            anchor_id=pk,
            version=version,
            state=found.state,
            section=by_anchor[found.paragraph.section] if found.paragraph else None,
            place=found.paragraph.place if found.paragraph else None,
            start=found.start if found.paragraph else None,
            end=found.end if found.paragraph else None,
        )
        for pk, found in _found_in(sections, anchors, before=version.number)
    ]
    AnchorPosition.objects.bulk_create(rows)
    if rows:
        invalidate(PARTICIPATION)
    return _counted(row.state for row in rows)


def place_all_anchors() -> None:
    """Whatever release or comment came, every passage has its place in every later version."""
    for version in StrategyVersion.objects.released().order_by("number"):
        place_anchors(version)


def forecast(sections: Sequence[HasParagraphs]) -> dict[str, int]:
    """How many passages would be kept, moved and orphaned if this text were the next version."""
    anchors = Anchor.objects.order_by("pk")
    return _counted(found.state for _pk, found in _found_in(sections, anchors))


def paragraphs_of(sections: Iterable[HasParagraphs]) -> list[Paragraph]:
    return [
        Paragraph(section.anchor, block, place, text)
        for section in sections
        for place, (block, text) in enumerate(section.paragraphs, start=1)
    ]


def _found_in(
    sections: Sequence[HasParagraphs], anchors: Any, *, before: int | None = None
) -> Iterable[tuple[int, Place]]:
    """For each anchor its place in these sections, seen from where it was found last."""
    positions = AnchorPosition.objects.filter(anchor__in=anchors, section__isnull=False)
    if before is not None:
        positions = positions.filter(version__number__lt=before)
    last_places: dict[int, tuple[Any, ...]] = {
        row[0]: row[1:]
        for row in positions.order_by("version__number").values_list(
            "anchor", "version", "state", "section__anchor", "place", "start", "end"
        )
    }
    target = paragraphs_of(sections)
    origins: dict[int, tuple[Reanchoring, dict[tuple[str, int], str]]] = {}
    for pk in sorted(last_places):
        version, state, section, place, start, end = last_places[pk]
        if version not in origins:
            source = paragraphs_of(Section.objects.filter(version=version))
            blocks = {(row.section, row.place): row.block for row in source}
            origins[version] = Reanchoring(source, target), blocks
        reanchoring, blocks = origins[version]
        found = reanchoring.place(Passage(section, blocks[section, place], start, end))
        if found.state == AnchorState.KEPT and state == AnchorState.MOVED:
            # Kept since the last version, but not as it was when the comment was written.
            found = Place(AnchorState.MOVED, found.paragraph, found.start, found.end)
        yield pk, found


def _counted(states: Iterable[str]) -> dict[str, int]:
    counts = Counter(states)
    return {state.value: counts[state.value] for state in AnchorState}
