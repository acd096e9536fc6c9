"""A measure's milestones as stations of a line, and how many of them are reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Measure, Milestone


@dataclass(frozen=True, slots=True)
class Share:
    """Milestones reached of all. A measure without milestones has no share: unknown is not zero."""

    reached: int
    total: int
    overdue: int

    @classmethod
    def of(cls, milestones: Iterable[Milestone], today: dt.date) -> Share | None:
        milestones = list(milestones)
        if not milestones:
            return None
        return cls(
            sum(milestone.reached_on is not None for milestone in milestones),
            len(milestones),
            sum(milestone.is_overdue(today) for milestone in milestones),
        )

    @property
    def percent(self) -> int:
        return self.reached * 100 // self.total


def milestone_line(measure: Measure, today: dt.date | None = None) -> list[dict[str, Any]]:
    """Stations in the editors' order, each done, upcoming, or past its plan without news."""
    today = today or timezone.localdate()
    return [_station(milestone, today) for milestone in measure.milestones.all()]


def milestone_share(measure: Measure, today: dt.date | None = None) -> Share | None:
    return Share.of(measure.milestones.all(), today or timezone.localdate())


def _station(milestone: Milestone, today: dt.date) -> dict[str, Any]:
    state, words, date = "upcoming", _("geplant"), milestone.planned
    if milestone.reached_on:
        state, words, date = "done", _("erreicht"), milestone.reached
        if milestone.planned and milestone.planned != milestone.reached:
            date = _("%(reached)s, geplant war %(planned)s") % {
                "reached": milestone.reached,
                "planned": milestone.planned,
            }
    elif milestone.planned_on:
        date = _("geplant für %(planned)s") % {"planned": milestone.planned}
        if milestone.is_overdue(today):
            # Not "missed": often nobody published how it went.
            state, words = "overdue", _("überfällig: nicht bekannt, ob erreicht")
    else:
        date = _("Datum nicht bekannt")
    return {
        "state_label": words,
        "label": milestone.title,
        "text": milestone.text,
        "date": date,
        "state": state,
        "href": milestone.source_url,
    }
