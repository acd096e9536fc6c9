"""How far many measures are together. The formula stands in docs/domain.md."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import timezone

from .enums import STATUS_PARAMETERS, STATUS_TONES, MeasureStatus
from .models import Milestone
from .progress_milestones import Share

BAR = 1000


class Counted(Protocol):
    pk: int
    status: str


@dataclass(frozen=True, slots=True)
class Part:
    """One status in the bar: from `x`, `width` of a thousand."""

    status: str
    parameter: str
    label: Any
    tone: str
    count: int
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class RollUp:
    """`percent` is the mean of the measures that have milestones; None when none has."""

    total: int
    parts: tuple[Part, ...]
    known: int
    percent: int | None
    overdue: int


def shares_of(pks: Iterable[int], today: dt.date | None = None) -> dict[int, Share]:
    """The share of each measure that has milestones, in one query."""
    today = today or timezone.localdate()
    milestones: dict[int, list[Milestone]] = defaultdict(list)
    for milestone in Milestone.objects.filter(measure__in=list(pks)):
        milestones[milestone.measure_id].append(milestone)
    shares = {pk: Share.of(found, today) for pk, found in milestones.items()}
    return {pk: share for pk, share in shares.items() if share is not None}


def roll_up(measures: Iterable[Counted], shares: Mapping[int, Share] | None = None) -> RollUp:
    """One query unless the shares are known."""
    measures = list(measures)
    if shares is None:
        shares = shares_of(measure.pk for measure in measures)
    known = [shares[measure.pk] for measure in measures if measure.pk in shares]
    percent = None
    if known:
        percent = int(sum(100 * share.reached / share.total for share in known) / len(known))
    return RollUp(
        len(measures),
        _parts(Counter(measure.status for measure in measures), len(measures)),
        len(known),
        percent,
        sum(share.overdue for share in known),
    )


def _parts(counts: Counter[str], total: int) -> tuple[Part, ...]:
    parts, before = [], 0
    parameters = {status.value: name for name, status in STATUS_PARAMETERS.items()}
    for status in MeasureStatus:
        count = counts[status.value]
        if not count:
            continue
        start, end = before * BAR // total, (before + count) * BAR // total
        parts.append(
            Part(
                status.value,
                parameters[status.value],
                status.label,
                STATUS_TONES[status],
                count,
                start,
                end - start,
            )
        )
        before += count
    return tuple(parts)
