"""How old what we know of a measure is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone

from .enums import UNDER_WAY
from .models import Measure, MeasureChange
from .progress_enums import ChangeKind


@dataclass(frozen=True, slots=True)
class Freshness:
    """`updated_on`: the last day of which anybody said how far the measure is."""

    updated_on: dt.date | None
    is_stale: bool


def freshness(
    measure: Measure, newest: MeasureChange | None, today: dt.date | None = None
) -> Freshness:
    """The same as `Measure.objects.stale()`, for one measure whose newest change is known."""
    today = today or timezone.localdate()
    days = [measure.status_as_of] if measure.status_as_of else []
    if newest is not None and newest.kind != ChangeKind.RECORDED:
        days.append(timezone.localdate(newest.created_at))
    if not days and measure.first_published_at:
        days.append(timezone.localdate(measure.first_published_at))
    updated_on = max(days, default=None)
    is_stale = (
        measure.status in UNDER_WAY
        and updated_on is not None
        and updated_on < today - dt.timedelta(days=settings.GDB_MEASURE_STALE_DAYS)
    )
    return Freshness(updated_on, is_stale)
