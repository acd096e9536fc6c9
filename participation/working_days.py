"""Working days in Berlin."""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays

# Nobody reads official reminders at night.
FIRST_HOUR, LAST_HOUR = 7, 18


@cache
def _berlin_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("DE", subdiv="BE", years=year))


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday, and no public holiday in Berlin (Feiertagsgesetz Berlin)."""
    return day.weekday() < 5 and day not in _berlin_holidays(day.year)


def is_office_hour(moment: dt.datetime) -> bool:
    """Whether somebody at work is reminded at this moment (in Berlin's time)."""
    return is_working_day(moment.date()) and FIRST_HOUR <= moment.hour < LAST_HOUR


def add_working_days(start: dt.date, days: int) -> dt.date:
    """The day `days` working days after `start`, which itself does not count (§ 187 BGB)."""
    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        days -= is_working_day(day)
    return day


def subtract_working_days(end: dt.date, days: int) -> dt.date:
    """The day `days` working days before `end`."""
    day = end
    while days > 0:
        day -= dt.timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: dt.date, end: dt.date) -> int:
    """How many working days follow `start` up to and including `end`; 0 when `end` is not later."""
    days = (end - start).days
    return sum(is_working_day(start + dt.timedelta(days=n)) for n in range(1, days + 1))
