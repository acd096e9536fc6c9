"""What a person changes about themselves."""

from __future__ import annotations

from django.db import transaction

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import CONTENT, PARTICIPATION, invalidate

from ..models import User


@transaction.atomic
def change_pseudonym(person: User, pseudonym: str, *, by: User) -> User:
    """All contributions, old and new, appear under the new name, at once.

    Raises IntegrityError when somebody took the name in the same moment.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.pseudonym == pseudonym:
        return person
    person.pseudonym = pseudonym
    person.save(update_fields=["pseudonym"])
    # Neither the old nor the new name goes into the record: it outlives the account.
    record_event("person.pseudonym_changed", on=person, by=by)
    invalidate(CONTENT, PARTICIPATION)
    return person
