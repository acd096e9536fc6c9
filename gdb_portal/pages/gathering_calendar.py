"""Gatherings as calendar files."""

from __future__ import annotations

from django.conf import settings

from gdb_portal.core.icalendar import CalendarEntry

from .models import Gathering


def calendar_entry(gathering: Gathering) -> CalendarEntry | None:
    """The same entry in every language and after every move: its id is that of the page.

    None for a gathering without a day. The sequence counts the seconds from the first to the last
    publication, so that it grows with each one and nobody has to keep it.
    """
    span = gathering.span
    if span is None:
        return None
    changed_at = gathering.changed_at()
    first = gathering.first_published_at or changed_at
    url = settings.BASE_URL + (gathering.get_url() or "")
    words = [gathering.lead, gathering.status_note, gathering.access_note, gathering.online_url]
    return CalendarEntry(
        uid=str(gathering.translation_key),
        starts=span.starts,
        ends=span.ends,
        summary=gathering.title,
        url=url,
        changed_at=changed_at,
        description="\n\n".join([*(word for word in words if word), url]),
        location=gathering.where,
        sequence=max(0, int((changed_at - first).total_seconds())),
        is_cancelled=gathering.is_cancelled,
        blocks_time=span.has_times,
    )
