"""Giving and taking roles."""

from __future__ import annotations

from django.db import transaction

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail

from ..enums import LockReason, Role
from ..models import User
from ..roles import group_of
from .sessions import end_sessions


@transaction.atomic
def grant_role(person: User, role: Role, *, by: User | None) -> bool:
    """The person may act in this role from now on. False when they could already; no event then."""
    person = _locked(person)
    if person.groups.filter(name=role.value).exists():
        return False
    person.groups.add(group_of(role))
    record_event("person.role_granted", on=person, by=by, role=role.value)
    return True


@transaction.atomic
def revoke_role(person: User, role: Role, *, by: User | None) -> bool:
    """The person may no longer act in this role, and every session of theirs ends.

    False when they did not have it; nothing happens then.
    """
    person = _locked(person)
    if not person.groups.filter(name=role.value).exists():
        return False
    person.groups.remove(group_of(role))
    end_sessions(person, by=by)
    record_event("person.role_revoked", on=person, by=by, role=role.value)
    return True


@transaction.atomic
def deactivate_person(
    person: User, *, by: User, reason: str = LockReason.SAFETY, explanation: str = ""
) -> None:
    """The person can't sign in any more, is signed out everywhere and learns why by mail.

    Contributions stay. The explanation goes into the mail only, never into the record.
    """
    person = _locked(person)
    if not person.is_active:
        return
    person.is_active = False
    person.save(update_fields=["is_active"])
    end_sessions(person, by=by)
    event = record_event("person.deactivated", on=person, by=by, reason=reason)
    queue_mail(
        "account_locked",
        key=f"{person.pk}-{event.pk}",
        # The address, not the person: nothing else is sent to a locked account.
        address=person.email,
        context={"reason": reason, "explanation": explanation},
        cause=event,
    )


@transaction.atomic
def reactivate_person(person: User, *, by: User) -> None:
    """The person can sign in again."""
    person = _locked(person)
    if person.is_active:
        return
    person.is_active = True
    person.save(update_fields=["is_active"])
    record_event("person.reactivated", on=person, by=by)


def _locked(person: User) -> User:
    return User.objects.select_for_update().get(pk=person.pk)
