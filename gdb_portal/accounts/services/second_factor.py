"""Resetting a second factor that somebody has lost."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail

from ..models import User
from .sessions import end_sessions


@transaction.atomic
def reset_second_factor(person: User, *, by: User) -> bool:
    """The person signs in without a second factor and sets up a new one; all sessions end.

    The person is told by mail. False when there was none; nothing happens then.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    removed, _rows = Authenticator.objects.filter(user=person).delete()
    if not removed:
        return False
    end_sessions(person, by=by)
    event = record_event("person.factors_reset", on=person, by=by)
    queue_mail("account_factors_reset", key=str(event.pk), recipient=person, cause=event)
    return True
