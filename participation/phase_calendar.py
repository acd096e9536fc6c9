"""The phases of a topic as an iCalendar file, for calendars that subscribe to it."""

from __future__ import annotations

from gdb_portal.core.icalendar import CalendarEntry, calendar_file

from .models import Topic


def phase_calendar(topic: Topic, host: str) -> bytes:
    """One entry per phase."""
    changed_at = topic.last_published_at or topic.created_at
    return calendar_file(
        CalendarEntry(
            uid=f"phase-{phase.pk}@{host}",
            starts=phase.starts_at,
            ends=phase.ends_at,
            summary=f"{phase.get_kind_display()}: {topic.title}",
            url=topic.full_url,
            changed_at=changed_at,
            description=topic.full_url,
            # A phase of weeks must not make anybody look busy.
            blocks_time=False,
        )
        for phase in topic.phases.all()
    )
