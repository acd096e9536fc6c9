"""When digests are due. A period is a name; it never selects what a digest tells."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from ..cases.calendar import is_working_day
from .enums import Frequency

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = dt.time(7, 0)
LOOK_BACK = dt.timedelta(days=7)


def due_periods(now: dt.datetime) -> list[tuple[Frequency, str]]:
    """Every run that fell due in the seven days up to `now` (aware), oldest first.

    Daily runs fall due at 7:00 in Berlin on working days, weekly ones on the week's first working
    day. Longer gaps need no run of their own: the next one tells everything that was not told.
    """
    today = now.astimezone(BERLIN).date()
    first = (now - LOOK_BACK).astimezone(BERLIN).date()
    days = [first + dt.timedelta(days=n) for n in range((today - first).days + 1)]
    due: list[tuple[dt.datetime, Frequency, str]] = []
    for day in days:
        moment = dt.datetime.combine(day, HOUR, tzinfo=BERLIN)
        if not now - LOOK_BACK < moment <= now:
            continue
        if is_working_day(day):
            due.append((moment, Frequency.DAILY, day.isoformat()))
        if day == first_working_day_of_week(day):
            year, week, _weekday = day.isocalendar()
            due.append((moment, Frequency.WEEKLY, f"{year}-W{week:02d}"))
    return [(kind, period) for _moment, kind, period in sorted(due)]


def first_working_day_of_week(day: dt.date) -> dt.date:
    """Monday, or the next day of the same ISO week that is no holiday in Berlin."""
    monday = day - dt.timedelta(days=day.weekday())
    week = (monday + dt.timedelta(days=n) for n in range(5))
    return next((d for d in week if is_working_day(d)), monday)
