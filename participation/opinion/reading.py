"""An opinion map as its page shows it: groups, lists, rows. Loads no numbers library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..models import Comment, Topic
from .limits import MIN_CELL
from .models import ContributionFinding, OpinionMap
from .open_table import letter_of

LISTED = 8
TYPICAL = 3
TABLED = 100


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group agree, in percent; nothing where fewer than five of them voted."""

    letter: str
    line: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Said:
    """One contribution with what each group says to it."""

    comment: Comment
    shares: list[Share]
    typical_agrees: bool = True


@dataclass(slots=True)
class ShownGroup:
    letter: str
    line: int
    people: int
    percent: int
    outline: str
    label_x: int
    label_y: int
    marks: list[dict[str, int]] = field(default_factory=list)
    typical: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Picture:
    groups: list[ShownGroup]
    common: list[Said]
    dividing: list[Said]
    most_agreed: list[Comment]
    table: list[list[Any]]


def read_map(topic: Topic) -> OpinionMap | None:
    """The map that may be shown now; nothing while the topic hides its votes."""
    if not topic.shows_counts():
        return None
    return getattr(topic, "opinion_map", None)


def read_picture(opinion_map: OpinionMap) -> Picture:
    """Everything on the page of a map with groups; four queries however many there are."""
    findings = list(ContributionFinding.objects.filter(opinion_map=opinion_map).shown())
    common = sorted(
        (one for one in findings if one.is_common), key=lambda one: (-one.bridging, one.comment_id)
    )
    dividing = sorted(
        (one for one in findings if one.is_dividing),
        key=lambda one: (-one.dividing, one.comment_id),
    )
    by_bridging = sorted(findings, key=lambda one: (-one.bridging, one.comment_id))
    topic = opinion_map.topic
    most = Comment.objects.on(topic).top_level().published().filter(agree_count__gt=0)
    return Picture(
        groups=_groups(opinion_map, findings),
        common=[_said(one) for one in common[:LISTED]],
        dividing=[_said(one) for one in dividing[:LISTED]],
        most_agreed=list(most.order_by("-agree_count", "pk")[:LISTED]),
        table=[_row(one) for one in by_bridging[:TABLED]],
    )


def most_common(opinion_map: OpinionMap, limit: int) -> list[Comment]:
    """The public contributions that all groups share most; one query."""
    rows = ContributionFinding.objects.filter(opinion_map=opinion_map).shown().common()
    return [finding.comment for finding in rows[:limit]]


def _groups(opinion_map: OpinionMap, findings: list[ContributionFinding]) -> list[ShownGroup]:
    everybody = sum(opinion_map.group_sizes)
    groups = [
        ShownGroup(
            letter=letter_of(number),
            line=number + 1,
            people=people,
            percent=round(100 * people / everybody),
            outline=_path(outline),
            label_x=sum(x for x, _y in outline) // len(outline),
            # On the upper edge of the area, where it covers no station.
            label_y=min(y for _x, y in outline) - 44,
            typical=[_said(one) for one in _typical_of(number, findings)],
        )
        for number, (people, outline) in enumerate(
            zip(opinion_map.group_sizes, opinion_map.outlines, strict=True)
        )
    ]
    for group, x, y, people in opinion_map.cells.values_list("group", "x", "y", "people"):
        # The area grows with the number of people, as with stations of a line network.
        groups[group].marks.append({"x": x, "y": y, "r": round(5 + 1.6 * people**0.5)})
    return groups


def _path(outline: Iterable[list[int]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in outline) + " Z"


def _typical_of(group: int, findings: Iterable[ContributionFinding]) -> list[ContributionFinding]:
    own = [one for one in findings if one.typical_group == group]
    return sorted(own, key=lambda one: (-one.typical_ratio, one.comment_id))[:TYPICAL]


def _said(finding: ContributionFinding) -> Said:
    pairs = enumerate(zip(finding.agree, finding.votes, strict=True))
    shares = [
        Share(letter_of(number), number + 1, round(100 * agree / votes))
        if votes >= MIN_CELL
        else Share(letter_of(number), number + 1, None)
        for number, (agree, votes) in pairs
    ]
    return Said(finding.comment, shares, finding.typical_agrees)


def _row(finding: ContributionFinding) -> list[Any]:
    said = _said(finding)
    if finding.is_common:
        word = _("gemeinsam")
    elif finding.is_dividing:
        word = _("trennend")
    else:
        word = "–"
    few = _("zu wenige")
    cells = [few if share.percent is None else f"{share.percent} %" for share in said.shares]
    return [said.comment, *cells, word]
