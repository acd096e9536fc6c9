"""A pilot's milestones as stations of a line."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from strategy.partial_dates import last_day_of

from .models import Milestone, Pilot


def milestone_line(pilot: Pilot, today: dt.date | None = None) -> list[dict[str, Any]]:
    """Stations in the editors' order, each done, upcoming, or past its plan without news."""
    today = today or timezone.localdate()
    return [_station(milestone, today) for milestone in pilot.milestones.all()]


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
        if last_day_of(milestone.planned_on, milestone.planned_precision) < today:
            # Not "overdue": often nobody published how it went.
            words = _("nicht bekannt, ob erreicht")
            date = _("geplant für %(planned)s") % {"planned": milestone.planned}
        else:
            date = _("geplant für %(planned)s") % {"planned": milestone.planned}
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
