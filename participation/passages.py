"""What people said about the paragraphs of a version: few queries, however long the text is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from gdb_portal.core.page_parts import reader_of, row_of
from strategy.enums import VersionStatus
from strategy.models import (
    Measure,
    PageVersion,
    Section,
    StrategyPage,
    StrategyVersion,
    TextVersion,
)
from strategy.section_texts import SectionText, fingerprint_of, page_texts_of

from .enums import AnchorState, CommentStatus, Feature
from .models import AnchorPosition, Topic, VotedPassage
from .models.anchor import lost_url, passage_url

NOTES_SHOWN = 3
# Nobody is asked about a text that is replaced, or that is not public business yet.
OPEN_VERSIONS = frozenset({VersionStatus.ADOPTED, VersionStatus.IN_CONSULTATION})

# Without a place nothing can be voted on any more.
SHOWS_VOTES = Q(anchor__voted__isnull=False, section__isnull=False)


@dataclass(slots=True)
class Said:
    """What was said about one paragraph: how much, and the newest of it."""

    place: int | None
    count: int = 0
    # None where nobody voted, or the discussion hides its counts.
    agree: int | None = None
    disagree: int | None = None
    url: str = ""
    notes: list[AnchorPosition] = field(default_factory=list)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.notes)


@dataclass(slots=True)
class Passages:
    """A version with what was said about its paragraphs, and where one can say something."""

    version: TextVersion
    topic: Topic | None
    by_section: dict[str, dict[int, Said]]
    lost: Said
    # Of a page that shows the text itself: its sections by their anchors.
    sections: dict[str, SectionText] = field(default_factory=dict)

    def said(self, section: str, place: int) -> Said | None:
        return self.by_section.get(section, {}).get(place)

    @property
    def count(self) -> int:
        places = sum(said.count for row in self.by_section.values() for said in row.values())
        return places + self.lost.count

    @property
    def lost_url(self) -> str:
        return lost_url(self.version)


def topics_on_strategy() -> QuerySet[Topic]:
    """Whoever speaks about the strategy's text speaks in one of these discussions."""
    keys = StrategyPage.objects.values("translation_key")
    return Topic.objects.public().filter(page__translation_key__in=keys)


def topics_about(text: TextVersion) -> QuerySet[Topic]:
    """The public discussions, open or not, in which one speaks about this text."""
    if isinstance(text, PageVersion):
        return Topic.objects.public().on_page(text.page)
    return topics_on_strategy()


def text_of_topic(topic: Topic, number: int) -> TextVersion | None:
    """The version with this number of the text that a discussion is about; None: there is none."""
    if topics_on_strategy().filter(pk=topic.pk).exists():
        return StrategyVersion.objects.released().filter(number=number).first()
    versions = PageVersion.objects.for_reading()
    return versions.filter(page__translation_key=topic.page.translation_key, number=number).first()


def is_asked_about(text: TextVersion) -> bool:
    """Whether a discussion offers to speak about it: not about what was replaced."""
    if isinstance(text, StrategyVersion):
        return text.released_at is not None and text.status in OPEN_VERSIONS
    return not text.history().filter(number__gt=text.number).exists()


def takes_remarks(text: TextVersion) -> bool:
    """Whether a remark that arrives now is taken.

    A page may be published anew while somebody writes: their words are about what they read, and
    are looked for in the new text at once.
    """
    return isinstance(text, PageVersion) or is_asked_about(text)


def open_topic_for(text: TextVersion, feature: str = Feature.COMMENT) -> Topic | None:
    """The discussion in which one can comment on this version now (or do what `feature` names).

    The newest, if several.
    """
    if not is_asked_about(text):
        return None
    return topics_about(text).open_for(feature).order_by("-created_at", "-pk").first()


def read_passages(
    version: TextVersion, topics: Sequence[Topic], *, is_asked: bool | None = None
) -> Passages:
    """Per paragraph the count, the newest notes and the votes; and the open discussion.

    `topics` are the public ones about the text, each with its phases; `is_asked`: whether anybody
    is asked about it, if known already. One query, at most two.
    """
    by_section: dict[str, dict[int, Said]] = defaultdict(dict)
    lost = Said(place=None)
    here = {"partition_by": [F("section"), F("place")]}
    newest_first = [
        F("anchor__comment__published_at").desc(nulls_last=True),
        F("anchor__comment").desc(),
    ]
    rows = (
        _with_notes(AnchorPosition.objects.in_text(version))
        .filter(Q(anchor__comment__status=CommentStatus.PUBLISHED) | SHOWS_VOTES)
        .select_related("anchor__voted")
        .annotate(
            total=Window(Count("anchor__comment"), **here),
            rank=Window(RowNumber(), order_by=newest_first, **here),
        )
        .filter(Q(rank__lte=NOTES_SHOWN) | Q(anchor__comment=None))
        .order_by("section__order", "place", "rank")
    )
    voted = []
    for row in rows:
        if row.section_id is None:
            said = lost
        else:
            said = by_section[row.section_anchor].setdefault(row.place, Said(place=row.place))
            said.url = said.url or passage_url(version, row.section_anchor, row.place)
        said.count = row.total
        if row.anchor.comment_id is None:
            voted.append((row.section_anchor, row.place, row.anchor.voted))
        else:
            said.notes.append(row)
    for (section, place), (agree, disagree) in _counted(voted, topics).items():
        said = by_section[section][place]
        said.agree, said.disagree = agree, disagree
    is_asked = is_asked_about(version) if is_asked is None else is_asked
    return Passages(version, _newest_open(topics) if is_asked else None, dict(by_section), lost)


def passages_of_page(page: Measure, topics: Sequence[Topic]) -> Passages | None:
    """The passages of a page's own text; None as long as what it says now is not frozen.

    `topics` come with `newest_text`, see `with_newest_text`. One query.
    """
    newest = next((topic.newest_text for topic in topics), None)
    texts = page_texts_of(page)
    if newest is None or newest["fingerprint"] != fingerprint_of(texts):
        return None
    version = reader_of(PageVersion)(newest)
    version.page = page
    passages = read_passages(version, topics, is_asked=True)
    # What is frozen says what the page says, so the page itself need not be asked for again.
    passages.sections = {text.anchor: text for text in texts}
    return passages


def with_newest_text(topics: QuerySet[Topic]) -> QuerySet[Topic]:
    """Each with the newest frozen text of its page in `newest_text`; None where there is none."""
    key = OuterRef("page__translation_key")
    newest = PageVersion.objects.released().filter(page__translation_key=key).order_by("-number")
    return topics.annotate(newest_text=Subquery(newest.values(row=row_of(PageVersion))[:1]))


def votes_in(
    version: TextVersion, section: Section | None = None, place: int | None = None
) -> dict[tuple[str, int], tuple[int, int]]:
    """(section, place) to (for, against): of the newest discussion that voted on the paragraph.

    Discussions that hide their counts are as if nobody had voted.
    """
    rows = AnchorPosition.objects.in_text(version).filter(SHOWS_VOTES)
    if section is not None:
        rows = rows.filter(section=section, place=place)
    rows = rows.select_related("anchor__voted").annotate(section_anchor=F("section__anchor"))
    voted = [(row.section_anchor, row.place, row.anchor.voted) for row in rows]
    return _counted(voted, topics_about(version).prefetch_related("phases") if voted else [])


def _counted(
    voted: Iterable[tuple[str, int, VotedPassage]], topics: Iterable[Topic]
) -> dict[tuple[str, int], tuple[int, int]]:
    shown = {topic.pk for topic in topics if topic.shows_counts()}
    found: dict[tuple[str, int], tuple[int, int, int]] = {}
    for section, place, passage in sorted(voted, key=lambda row: (row[2].topic_id, row[2].pk)):
        topic, agree, disagree = passage.topic_id, passage.agree_count, passage.disagree_count
        if topic not in shown or not agree + disagree:
            continue
        before = found.get((section, place), (topic, 0, 0))
        if before[0] != topic:
            before = (topic, 0, 0)
        found[section, place] = (topic, before[1] + agree, before[2] + disagree)
    return {key: (agree, disagree) for key, (_topic, agree, disagree) in found.items()}


def _newest_open(topics: Iterable[Topic]) -> Topic | None:
    """As `open_topic_for`, by this process's clock: for showing, never for deciding."""
    phases = [(topic, topic.present_phase()) for topic in topics]
    found = [topic for topic, phase in phases if phase and Feature.COMMENT in phase.features]
    return max(found, key=lambda topic: (topic.created_at, topic.pk), default=None)


@dataclass(frozen=True, slots=True)
class SectionMark:
    """How much there is on the paragraphs of one section of the version in force."""

    url: str
    comments: int
    voted: int


def section_marks() -> dict[str, SectionMark]:
    """By the section's anchor, for pages that show the text in force; one query."""
    rows = (
        AnchorPosition.objects.filter(version__status=VersionStatus.ADOPTED, section__isnull=False)
        .values("section__anchor", "version__number")
        .annotate(
            comments=Count("pk", filter=Q(anchor__comment__status=CommentStatus.PUBLISHED)),
            voted=Count("anchor__voted"),
        )
        .order_by("version__number")
    )
    return {
        row["section__anchor"]: SectionMark(
            url=f"{StrategyVersion(number=row['version__number']).url}#{row['section__anchor']}",
            comments=row["comments"],
            voted=row["voted"],
        )
        for row in rows
        if row["comments"] or row["voted"]
    }


def notes_in(version: TextVersion) -> QuerySet[AnchorPosition]:
    """Published contributions on passages of a version, each with all that a note shows."""
    return _with_notes(AnchorPosition.objects.in_text(version).of_published())


def _with_notes(rows: QuerySet[AnchorPosition]) -> QuerySet[AnchorPosition]:
    return (
        rows.select_related(
            "anchor__comment__author",
            "anchor__comment__offline",
            "anchor__section__version",
            "anchor__section__page_version__page",
        )
        .defer("anchor__section__content", "anchor__section__body")
        .annotate(section_anchor=F("section__anchor"))
    )


def notes_on(section: Section, place: int) -> QuerySet[AnchorPosition]:
    rows = notes_in(section.text).filter(section=section, place=place)
    return rows.order_by("-anchor__comment__published_at", "-anchor__comment")


def notes_without_place(version: TextVersion) -> QuerySet[AnchorPosition]:
    rows = notes_in(version).filter(state=AnchorState.ORPHANED)
    return rows.order_by("-anchor__comment__published_at", "-anchor__comment")


@dataclass(frozen=True, slots=True)
class Selected:
    """The words of a paragraph about which somebody is going to say something."""

    section: Section
    place: int
    start: int
    end: int
    # Where the paragraph is read: a page that still says so shows it itself.
    read_at: str = ""

    @property
    def text(self) -> str:
        return self.section.paragraphs[self.place - 1][1]

    @property
    def quote(self) -> str:
        return self.text[self.start : self.end]

    @property
    def is_whole(self) -> bool:
        return self.start == 0 and self.end == len(self.text)

    @property
    def url(self) -> str:
        return f"{self.read_at or self.section.text.url}#{self.section.anchor}--{self.place}"


def selected(section: Section, place: int, given: Any) -> Selected | None:
    """The words between `von` and `bis`; the whole paragraph if these say nothing sensible."""
    paragraphs, read_at = section.paragraphs, page_of(section.text)
    if not 1 <= place <= len(paragraphs):
        return None
    text = paragraphs[place - 1][1]
    start, end = _number(given.get("von")), _number(given.get("bis"))
    if start is not None and end is not None and start < end <= len(text):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end:
            return Selected(section, place, start, end, read_at)
    return Selected(section, place, 0, len(text), read_at)


def page_of(text: TextVersion) -> str:
    """The page that shows this text now: its own, or the measure's while that says the same."""
    if isinstance(text, PageVersion) and is_asked_about(text):
        return str(text.page.url)
    return text.url


def _number(given: str | None) -> int | None:
    is_number = given is not None and given.isascii() and given.isdigit() and len(given) < 7
    return int(given) if given is not None and is_number else None
