"""Saying that somebody showed who they are."""

from __future__ import annotations

from django.db import transaction

from gdb_portal.core.events import record_event

from ..enums import Assurance
from ..models import User


@transaction.atomic
def set_assurance(person: User, assurance: Assurance, *, by: User | None) -> bool:
    """The account has this level from now on, and so have the votes it gave and gives.

    What was shown is not kept, only that it was. False when nothing changed; no event then.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.assurance == assurance:
        return False
    person.assurance = assurance
    person.save(update_fields=["assurance"])
    record_event("person.assurance_changed", on=person, by=by, assurance=assurance.value)
    return True
