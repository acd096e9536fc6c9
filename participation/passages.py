"""What people said about the paragraphs of a version: few queries, however long the text is."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from strategy.enums import VersionStatus
from strategy.models import Section, StrategyPage, StrategyVersion

from .enums import AnchorState, CommentStatus, Feature
from .models import AnchorPosition, Topic
from .models.anchor import passage_url, version_url

NOTES_SHOWN = 3
# Nobody is asked about a text that is replaced, or that is not public business yet.
OPEN_VERSIONS = frozenset({VersionStatus.ADOPTED, VersionStatus.IN_CONSULTATION})


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

    version: StrategyVersion
    topic: Topic | None
    by_section: dict[str, dict[int, Said]]
    lost: Said

    def said(self, section: str, place: int) -> Said | None:
        return self.by_section.get(section, {}).get(place)

    @property
    def count(self) -> int:
        places = sum(said.count for row in self.by_section.values() for said in row.values())
        return places + self.lost.count


def topics_on_strategy() -> QuerySet[Topic]:
    """Whoever speaks about the strategy's text speaks in one of these discussions."""
    keys = StrategyPage.objects.values("translation_key")
    return Topic.objects.public().filter(page__translation_key__in=keys)


def open_topic_for(version: StrategyVersion, feature: str = Feature.COMMENT) -> Topic | None:
    """The discussion in which one can comment on this version now (or do what `feature` names).

    The newest, if several.
    """
    if version.released_at is None or version.status not in OPEN_VERSIONS:
        return None
    return topics_on_strategy().open_for(feature).order_by("-created_at", "-pk").first()


def read_passages(version: StrategyVersion) -> Passages:
    """Per paragraph the count, the newest notes and the votes; and the open discussion.

    Three queries, five once somebody voted.
    """
    by_section: dict[str, dict[int, Said]] = defaultdict(dict)
    lost = Said(place=None)
    here = {"partition_by": [F("section"), F("place")]}
    newest_first = [F("anchor__comment__published_at").desc(), F("anchor__comment").desc()]
    rows = (
        notes_in(version)
        .annotate(
            total=Window(Count("pk"), **here),
            rank=Window(RowNumber(), order_by=newest_first, **here),
        )
        .filter(rank__lte=NOTES_SHOWN)
        .order_by("section__order", "place", "rank")
    )
    for row in rows:
        if row.section_id is None:
            said = lost
        else:
            said = by_section[row.section_anchor].setdefault(row.place, Said(place=row.place))
            said.url = said.url or passage_url(version.number, row.section_anchor, row.place)
        said.count = row.total
        said.notes.append(row)
    for (section, place), (agree, disagree) in votes_in(version).items():
        said = by_section[section].setdefault(place, Said(place=place))
        said.url = said.url or passage_url(version.number, section, place)
        said.agree, said.disagree = agree, disagree
    return Passages(version, open_topic_for(version), dict(by_section), lost)


def votes_in(
    version: StrategyVersion, section: Section | None = None, place: int | None = None
) -> dict[tuple[str, int], tuple[int, int]]:
    """(section, place) to (for, against): of the newest discussion that voted on the paragraph.

    Discussions that hide their counts are as if nobody had voted.
    """
    rows = AnchorPosition.objects.in_version(version).filter(
        anchor__voted__isnull=False, section__isnull=False
    )
    if section is not None:
        rows = rows.filter(section=section, place=place)
    counted = list(
        rows.order_by("anchor__voted__topic").values_list(
            "section__anchor",
            "place",
            "anchor__voted__topic",
            "anchor__voted__agree_count",
            "anchor__voted__disagree_count",
        )
    )
    topics = Topic.objects.filter(pk__in={row[2] for row in counted}).prefetch_related("phases")
    shown = {topic.pk for topic in topics if topic.shows_counts()} if counted else set()
    found: dict[tuple[str, int], tuple[int, int, int]] = {}
    for anchor, number, topic, agree, disagree in counted:
        if topic not in shown or not agree + disagree:
            continue
        before = found.get((anchor, number), (topic, 0, 0))
        if before[0] != topic:
            before = (topic, 0, 0)
        found[anchor, number] = (topic, before[1] + agree, before[2] + disagree)
    return {key: (agree, disagree) for key, (_topic, agree, disagree) in found.items()}


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
            url=f"{version_url(row['version__number'])}#{row['section__anchor']}",
            comments=row["comments"],
            voted=row["voted"],
        )
        for row in rows
        if row["comments"] or row["voted"]
    }


def notes_in(version: StrategyVersion) -> QuerySet[AnchorPosition]:
    """Published contributions on passages of a version, each with all that a note shows."""
    return (
        AnchorPosition.objects.in_version(version)
        .of_published()
        .select_related("anchor__comment__author", "anchor__comment__offline")
        .annotate(
            section_anchor=F("section__anchor"),
            said_on=F("anchor__section__version__number"),
            said_in=F("anchor__section__anchor"),
        )
    )


def notes_on(section: Section, place: int) -> QuerySet[AnchorPosition]:
    rows = notes_in(section.version).filter(section=section, place=place)
    return rows.order_by("-anchor__comment__published_at", "-anchor__comment")


def notes_without_place(version: StrategyVersion) -> QuerySet[AnchorPosition]:
    rows = notes_in(version).filter(state=AnchorState.ORPHANED)
    return rows.order_by("-anchor__comment__published_at", "-anchor__comment")


@dataclass(frozen=True, slots=True)
class Selected:
    """The words of a paragraph about which somebody is going to say something."""

    section: Section
    place: int
    start: int
    end: int

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
        return f"{self.section.version.url}#{self.section.anchor}--{self.place}"


def selected(section: Section, place: int, given: Any) -> Selected | None:
    """The words between `von` and `bis`; the whole paragraph if these say nothing sensible."""
    paragraphs = section.paragraphs
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
            return Selected(section, place, start, end)
    return Selected(section, place, 0, len(text))


def _number(given: str | None) -> int | None:
    is_number = given is not None and given.isascii() and given.isdigit() and len(given) < 7
    return int(given) if given is not None and is_number else None
