"""When digests are due. A period is a name; it never selects what a digest tells."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..working_days import is_working_day
from .enums import RunKind

BERLIN = ZoneInfo("Europe/Berlin")
HOUR = dt.time(7, 0)
LOOK_BACK = dt.timedelta(days=7)
INSTANT_MINUTES = 10


class Period(NamedTuple):
    """A run's kind and name."""

    kind: RunKind
    name: str


def due_periods(now: dt.datetime) -> list[Period]:
    """Every run that fell due in the seven days up to `now` (aware), oldest first.

    Runs to administrations fall due at 7:00 in Berlin on working days, weekly ones on the week's
    first; those to followers every day, and on Mondays. Longer gaps need no run of their own: the
    next one tells everything that was not told.
    """
    return [period for _moment, period in moments(now)]


def moments(now: dt.datetime) -> list[tuple[dt.datetime, Period]]:
    """The same with the moment at which each fell due."""
    today = now.astimezone(BERLIN).date()
    first = (now - LOOK_BACK).astimezone(BERLIN).date()
    due: list[tuple[dt.datetime, Period]] = []
    for day in (first + dt.timedelta(days=n) for n in range((today - first).days + 1)):
        moment = dt.datetime.combine(day, HOUR, tzinfo=BERLIN)
        if now - LOOK_BACK < moment <= now:
            due += [(moment, Period(kind, name)) for kind, name in _names(day)]
    return sorted(due)


def _names(day: dt.date) -> list[tuple[RunKind, str]]:
    year, week, weekday = day.isocalendar()
    week_name = f"{year}-W{week:02d}"
    names = [(RunKind.NEWS_DAILY, day.isoformat())]
    if is_working_day(day):
        names.append((RunKind.DAILY, day.isoformat()))
    if day == first_working_day_of_week(day):
        names.append((RunKind.WEEKLY, week_name))
    if weekday == 1:
        names.append((RunKind.NEWS_WEEKLY, week_name))
    return names


def instant_period(now: dt.datetime) -> str:
    """The ten minutes in which nobody gets a second instant mail; in UTC, where no hour repeats."""
    moment = now.astimezone(dt.UTC)
    return f"{moment:%Y-%m-%dT%H:}{moment.minute // INSTANT_MINUTES * INSTANT_MINUTES:02d}"


def first_working_day_of_week(day: dt.date) -> dt.date:
    """Monday, or the next day of the same ISO week that is no holiday in Berlin."""
    monday = day - dt.timedelta(days=day.weekday())
    week = (monday + dt.timedelta(days=n) for n in range(5))
    return next((d for d in week if is_working_day(d)), monday)
