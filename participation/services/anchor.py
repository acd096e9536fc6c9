"""Tying comments to passages, and finding these passages again in every later version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gdb_portal.core.page_cache import PARTICIPATION, invalidate
from strategy.models import Measure, PageVersion, Section, StrategyVersion, TextVersion
from strategy.services.page_version import freeze_page

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
    text_version = section.text
    AnchorPosition.objects.create(
        anchor=anchor,
        **text_version.here,
        state=AnchorState.KEPT,
        section=section,
        place=place,
        start=start,
        end=end,
    )
    later = text_version.history().filter(number__gt=text_version.number)
    for version in later.order_by("number"):
        place_anchors(version)
    return anchor


@transaction.atomic
def place_anchors(version: TextVersion) -> dict[str, int]:
    """Every passage of an earlier version has its place in this one, or is known to have none.

    Returns how many were kept, moved and orphaned now. Done before, it changes nothing.
    """
    # Two at once would look for the same passages.
    type(version)._default_manager.select_for_update(no_key=True).get(pk=version.pk)
    known = AnchorPosition.objects.filter(anchor=OuterRef("pk"), **version.here)
    earlier = version.history().filter(number__lt=version.number)
    anchors = _anchors_in(version, earlier).filter(~Exists(known)).order_by("pk")
    sections = list(Section.objects.of(version))
    by_anchor = {section.anchor: section for section in sections}
    rows = [
        AnchorPosition(
            anchor_id=pk,
            **version.here,
            state=found.state,
            section=by_anchor[found.paragraph.section] if found.paragraph else None,
            place=found.paragraph.place if found.paragraph else None,
            start=found.start if found.paragraph else None,
            end=found.end if found.paragraph else None,
        )
        for pk, found in _found_in(sections, anchors, earlier, version.column)
    ]
    AnchorPosition.objects.bulk_create(rows)
    if rows:
        invalidate(PARTICIPATION)
    return _counted(row.state for row in rows)


def place_all_anchors() -> None:
    """Whatever release or comment came, every passage has its place in every later version."""
    for version in StrategyVersion.objects.released().order_by("number"):
        place_anchors(version)
    for page_version in _page_versions_to_search():
        place_anchors(page_version)


def keep_page_texts() -> None:
    """Of every page that has a public topic, the text that is read now can be spoken about."""
    keys = Topic.objects.public().values("page__translation_key")
    measures = Measure.objects.live().filter(
        translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE
    )
    for page in measures.order_by("pk"):
        freeze_page(page)


def forecast(sections: Sequence[HasParagraphs], after: TextVersion) -> dict[str, int]:
    """How many passages would be kept, moved and orphaned if these sections came `after` that."""
    history = after.history()
    anchors = _anchors_in(after, history).order_by("pk")
    found = _found_in(sections, anchors, history, after.column)
    return _counted(place.state for _pk, place in found)


def paragraphs_of(sections: Iterable[HasParagraphs]) -> list[Paragraph]:
    return [
        Paragraph(section.anchor, block, place, text)
        for section in sections
        for place, (block, text) in enumerate(section.paragraphs, start=1)
    ]


def _anchors_in(kind: TextVersion, versions: QuerySet[Any]) -> QuerySet[Anchor]:
    return Anchor.objects.filter(**{f"section__{kind.column}__in": versions})


def _page_versions_to_search() -> QuerySet[PageVersion]:
    """Versions of pages in which an earlier passage has no place yet; one query if there is none.

    The older ones first: a passage is followed from where it stood last.
    """
    known = AnchorPosition.objects.filter(
        anchor=OuterRef("pk"), page_version=OuterRef(OuterRef("pk"))
    )
    waiting = Anchor.objects.filter(
        ~Exists(known),
        section__page_version__page=OuterRef("page"),
        section__page_version__number__lt=OuterRef("number"),
    )
    return PageVersion.objects.released().filter(Exists(waiting)).order_by("page", "number")


def _found_in(
    sections: Sequence[HasParagraphs],
    anchors: QuerySet[Anchor],
    versions: QuerySet[Any],
    column: str,
) -> Iterable[tuple[int, Place]]:
    """For each anchor its place in these sections, seen from where these versions had it last."""
    positions = AnchorPosition.objects.filter(
        anchor__in=anchors, section__isnull=False, **{f"{column}__in": versions}
    )
    last_places: dict[int, tuple[Any, ...]] = {
        row[0]: row[1:]
        for row in positions.order_by(f"{column}__number").values_list(
            "anchor", column, "state", "section__anchor", "place", "start", "end"
        )
    }
    target = paragraphs_of(sections)
    origins: dict[int, tuple[Reanchoring, dict[tuple[str, int], str]]] = {}
    for pk in sorted(last_places):
        version, state, section, place, start, end = last_places[pk]
        if version not in origins:
            source = paragraphs_of(Section.objects.filter(**{column: version}))
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
