"""People who write without an account, and how a guest becomes the owner of an account."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import CONTENT, PARTICIPATION, invalidate
from gdb_portal.mail.services import queue_mail

from ..enums import Role
from ..exceptions import NotAGuest
from ..models import User
from ..roles import group_of


def account_with(address: str) -> User | None:
    """Whoever signs in or writes with this address, be it the main one or a confirmed other."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415  app ready

    person = User.objects.filter(email__iexact=address).first()
    if person is not None:
        return person
    other = EmailAddress.objects.filter(email__iexact=address, verified=True)
    row = other.select_related("user").first()
    return row.user if row is not None else None


def guest_with(address: str) -> User | None:
    """The guest with this address who may still claim what is theirs."""
    return User.objects.filter(email__iexact=address, is_guest=True, is_active=True).first()


@transaction.atomic
def receive_guest(address: str, *, pseudonym: str = "", language: str = "de") -> User:
    """The guest account of an address that was proven, made now if there is none; locked.

    A guest has no password and can't sign in. A guest who is known keeps their name; a new one gets
    a neutral name where none was chosen or somebody took it meanwhile. Raises NotAGuest when the
    address belongs to an account.
    """
    known = account_with(address)
    if known is None:
        known = _made(address, pseudonym, language) or _made(address, "", language)
    # Neither name worked: somebody made the account at this moment.
    known = known or account_with(address)
    if known is None or not known.is_guest:
        raise NotAGuest
    return User.objects.select_for_update(no_key=True).get(pk=known.pk)


def _made(address: str, pseudonym: str, language: str) -> User | None:
    from allauth.account.models import EmailAddress  # noqa: PLC0415  app ready

    name = pseudonym or f"Gast {uuid.uuid4().hex[:8]}"
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                address, None, pseudonym=name, language=language, is_guest=True
            )
    except IntegrityError:
        return None
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record_event("person.guest_received", on=person, by=None)
    return person


@transaction.atomic
def claim_guest(person: User, *, pseudonym: str, password: str) -> User:
    """From now on the guest is the owner of an account, with all contributions written as a guest.

    They appear under the pseudonym, as after a rename, and no longer as written without an account.
    The address is told. Raises NotAGuest when it was claimed before or is locked, IntegrityError
    when somebody took the name in the same moment.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_guest or not person.is_active:
        raise NotAGuest
    person.is_guest = False
    person.pseudonym = pseudonym
    person.set_password(password)
    person.save(update_fields=["is_guest", "pseudonym", "password"])
    person.groups.add(group_of(Role.CITIZEN))
    event = record_event("person.guest_claimed", on=person, by=person)
    queue_mail("account_guest_claimed", key=str(event.pk), recipient=person, cause=event)
    invalidate(CONTENT, PARTICIPATION)
    return person
