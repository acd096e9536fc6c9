"""The phases of a topic as an iCalendar file (RFC 5545), for calendars that subscribe to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from .models import Topic

LONGEST_LINE = 75


def phase_calendar(topic: Topic, host: str) -> bytes:
    """One entry per phase. Times are UTC, so that no time zone needs explaining."""
    changed_at = topic.last_published_at or topic.created_at
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Gemeinsam Digital: Berlin//Beteiligung//DE",
    ]
    for phase in topic.phases.all():
        lines += [
            "BEGIN:VEVENT",
            f"UID:phase-{phase.pk}@{host}",
            f"DTSTAMP:{_utc(changed_at)}",
            f"DTSTART:{_utc(phase.starts_at)}",
            f"DTEND:{_utc(phase.ends_at)}",
            f"SUMMARY:{_text(f'{phase.get_kind_display()}: {topic.title}')}",
            f"DESCRIPTION:{_text(topic.full_url)}",
            f"URL:{topic.full_url}",
            # A phase of weeks must not make anybody look busy.
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(piece + b"\r\n" for line in lines for piece in _folded(line))


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
