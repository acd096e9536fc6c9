"""Dates known to the day, the month or the year, shown exactly as well as they are known."""

from __future__ import annotations

import calendar
import datetime as dt

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .enums import DatePrecision


def format_partial(day: dt.date | None, precision: str) -> str:
    """ "14.03.2024", "03/2024" or "2024"; an unknown date is an empty text."""
    if day is None:
        return ""
    if precision == DatePrecision.DAY:
        return date_format(day, "SHORT_DATE_FORMAT")
    if precision == DatePrecision.MONTH:
        return f"{day:%m/%Y}"
    return f"{day:%Y}"


def partial_text(day: dt.date | None, precision: str) -> str:
    """For machines: "2024-03-14", "2024-03" or "2024"; an unknown date is an empty text."""
    if day is None:
        return ""
    length = {DatePrecision.YEAR.value: 4, DatePrecision.MONTH.value: 7}.get(precision, 10)
    return str(day)[:length]


def partial_from(text: str) -> tuple[dt.date, str]:
    """ "2022", "2022-03" or "2022-03-24" as a date with its precision; else ValueError."""
    parts = text.split("-")
    day = parse_date("-".join([*parts, "01", "01"][:3])) if len(parts) <= 3 else None
    if day is None:
        raise ValueError(
            _("„%(value)s“ ist kein Datum (JJJJ, JJJJ-MM oder JJJJ-MM-TT).") % {"value": text}
        )
    return day, (DatePrecision.YEAR, DatePrecision.MONTH, DatePrecision.DAY)[len(parts) - 1]


def format_period(
    starts_on: dt.date | None,
    starts_precision: str,
    ends_on: dt.date | None,
    ends_precision: str,
) -> str:
    """ "03/2022 – 06/2026", "seit 2023", "bis 2025"; nothing known is an empty text."""
    start = format_partial(starts_on, starts_precision)
    end = format_partial(ends_on, ends_precision)
    if start and end:
        return start if start == end else f"{start} – {end}"
    if start:
        return _("seit %(date)s") % {"date": start}
    if end:
        return _("bis %(date)s") % {"date": end}
    return ""


def last_day_of(day: dt.date, precision: str) -> dt.date:
    """The last day that "06/2026" or "2026" can mean."""
    if precision == DatePrecision.DAY:
        return day
    month = 12 if precision == DatePrecision.YEAR else day.month
    return dt.date(day.year, month, calendar.monthrange(day.year, month)[1])


def next_midnight() -> dt.datetime:
    """When "today" ends: pages that compare dates with it must not live longer."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()))
