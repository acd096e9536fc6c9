"""Ending sessions."""

from __future__ import annotations

from django.db import transaction

from gdb_portal.core.events import record_event

from ..models import User


@transaction.atomic
def end_sessions(person: User, *, by: User | None, keep: str | None = None) -> int:
    """Sign the person out in every browser except the session with the key `keep`.

    Returns how many sessions ended; without any there is no event.
    """
    sessions = person.sessions.exclude(session_key=keep) if keep else person.sessions.all()
    ended, _rows = sessions.delete()
    if ended:
        record_event("person.sessions_ended", on=person, by=by, count=ended)
    return ended
