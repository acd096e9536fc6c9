"""From when to when something takes place in Berlin, for readers and for calendars."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Days with times of day, or whole days. Without an end it is over with its first day."""

    starts_on: dt.date
    starts_time: dt.time | None
    ends_on: dt.date | None
    ends_time: dt.time | None

    @property
    def has_times(self) -> bool:
        return self.starts_time is not None and self.ends_time is not None

    @property
    def last_day(self) -> dt.date:
        return self.ends_on or self.starts_on

    @property
    def moment(self) -> dt.datetime:
        """When it begins; a whole day begins at midnight."""
        return _in_berlin(self.starts_on, self.starts_time or dt.time())

    @property
    def over_at(self) -> dt.datetime:
        """The first moment at which it is over."""
        if self.has_times and self.ends_time is not None:
            return _in_berlin(self.last_day, self.ends_time)
        return _in_berlin(self.last_day + ONE_DAY, dt.time())

    @property
    def starts(self) -> dt.datetime | dt.date:
        """For a calendar: a moment, or a day when no times are known."""
        return self.moment if self.has_times else self.starts_on

    @property
    def ends(self) -> dt.datetime | dt.date:
        """For a calendar: what is no longer part of it."""
        return self.over_at if self.has_times else self.last_day + ONE_DAY

    def is_over(self, now: dt.datetime) -> bool:
        return self.over_at <= now

    def next_change(self, now: dt.datetime) -> dt.datetime | None:
        """When a page about it changes by itself: with every day until it is over."""
        if self.is_over(now):
            return None
        midnight = _in_berlin(timezone.localdate(now) + ONE_DAY, dt.time())
        return min(midnight, self.over_at)


def in_words(span: Span) -> str:
    """ "Freitag, 29. September 2023, 10:00 bis 17:00 Uhr"; of several days the first and last."""
    first = date_format(span.starts_on, "DATE_FORMAT")
    last = date_format(span.last_day, "DATE_FORMAT")
    if span.last_day == span.starts_on:
        weekday = date_format(span.starts_on, "l")
        if not span.has_times:
            return _("%(weekday)s, %(day)s") % {"weekday": weekday, "day": first}
        return _("%(weekday)s, %(day)s, %(begin)s bis %(end)s Uhr") % {
            "weekday": weekday,
            "day": first,
            "begin": time_format(span.starts_time, "H:i"),
            "end": time_format(span.ends_time, "H:i"),
        }
    if not span.has_times:
        return _("%(first)s bis %(last)s") % {"first": first, "last": last}
    return _("%(first)s, %(begin)s Uhr, bis %(last)s, %(end)s Uhr") % {
        "first": first,
        "begin": time_format(span.starts_time, "H:i"),
        "last": last,
        "end": time_format(span.ends_time, "H:i"),
    }


def _in_berlin(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))
