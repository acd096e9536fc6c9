"""Calendar files (RFC 5545) that calendars can subscribe to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse

LONGEST_LINE = 75
PRODUCT = "-//Gemeinsam Digital: Berlin//Portal//DE"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry. `uid` names it for good, `sequence` grows whenever it changes.

    From `starts` to `ends`, which is no longer part of it: moments, or days for an entry without
    a time. Moments are written in UTC, so that no time zone needs explaining.
    """

    uid: str
    starts: dt.datetime | dt.date
    ends: dt.datetime | dt.date
    summary: str
    url: str
    changed_at: dt.datetime
    description: str = ""
    location: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    # Whether whoever takes it over is busy meanwhile.
    blocks_time: bool = True


def calendar_file(entries: Iterable[CalendarEntry], *, name: str = "") -> bytes:
    """The calendar with all entries; words of persons can't add lines of their own."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN"]
    if name:
        # RFC 7986 and what calendars understood before it.
        lines += [f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}"]
    for entry in entries:
        lines += _event(entry)
    lines.append("END:VCALENDAR")
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


def calendar_response(body: bytes) -> HttpResponse:
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


def _event(entry: CalendarEntry) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{_utc(entry.changed_at)}",
        f"LAST-MODIFIED:{_utc(entry.changed_at)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTART{_moment(entry.starts)}",
        f"DTEND{_moment(entry.ends)}",
        f"SUMMARY:{_text(entry.summary)}",
        f"URL:{entry.url}",
    ]
    if entry.description:
        lines.append(f"DESCRIPTION:{_text(entry.description)}")
    if entry.location:
        lines.append(f"LOCATION:{_text(entry.location)}")
    lines.append(f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}")
    if not entry.blocks_time or entry.is_cancelled:
        lines.append("TRANSP:TRANSPARENT")
    lines.append("END:VEVENT")
    return lines


def _moment(value: dt.datetime | dt.date) -> str:
    if isinstance(value, dt.datetime):
        return f":{_utc(value)}"
    return f";VALUE=DATE:{value:%Y%m%d}"


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    for mark in "\\;,":
        value = value.replace(mark, "\\" + mark)
    return "\\n".join(value.splitlines())


def _folded(line: str) -> Iterable[bytes]:
    """Lines of at most 75 bytes; the following ones begin with a space. No letter is cut."""
    piece = b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > LONGEST_LINE:
            yield piece
            piece = b" "
        piece += encoded
    yield piece
