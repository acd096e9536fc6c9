"""Makes the demonstration's persons."""

from __future__ import annotations

import hashlib

from allauth.account.models import EmailAddress
from django.db import transaction

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.models import User
from gdb_portal.accounts.services.roles import grant_role
from strategy.models import Administration, SeedRecord

from .accounts import ACCOUNTS, ADMINISTRATION_OF_OFFICIAL, Account

# They only wrote something once: nobody can sign in as them.
AUTHORS = (
    Account("nachbarin@example.org", "Beispiel-Nachbarin", "citizen", ""),
    Account("pendler@example.org", "Beispiel-Pendler", "citizen", ""),
    Account("gaertner@example.org", "Beispiel-Gaertner", "citizen", ""),
)
# Votes need many hands.
VOTERS = tuple(
    Account(f"stimme-{number}@example.org", f"Beispiel-Stimme {number}", "citizen", "")
    for number in range(1, 15)
)


@transaction.atomic
def ensure_accounts(password: str) -> None:
    """All accounts exist and accept `password`; roles are given once, when an account is made."""
    users = [_ensure(account) for account in ACCOUNTS]
    note, _created = SeedRecord.objects.get_or_create(key="demo:passwords")
    # Asking a good password hasher eight times would take seconds of every start.
    if note.state == _state(users, password):
        return
    for user in users:
        user.set_password(password)
        user.save(update_fields=["password"])
    note.state = _state(users, password)
    note.save()


def _state(users: list[User], password: str) -> str:
    return hashlib.sha256(
        "|".join([password, *(one.password for one in users)]).encode()
    ).hexdigest()


def person(name: str) -> User:
    """The person whose address begins with `name`; made if it is one of those who only wrote."""
    known = {account.email.partition("@")[0]: account for account in (*ACCOUNTS, *AUTHORS)}
    return _ensure(known[name])


def voters() -> list[User]:
    return [_ensure(account) for account in VOTERS]


def crowd(size: int) -> list[User]:
    """Many people who only voted on contributions: nobody can sign in as them."""
    return [
        _ensure(
            Account(f"meinung-{number}@example.org", f"Beispiel-Meinung {number}", "citizen", "")
        )
        for number in range(1, size + 1)
    ]


def _ensure(account: Account) -> User:
    user = User.objects.filter(email=account.email).first()
    if user is not None:
        return user
    user = User.objects.create_user(account.email, None, pseudonym=account.pseudonym)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    role = Role(account.role)
    if role != Role.CITIZEN:
        grant_role(user, role, by=None)
    if role == Role.OFFICIAL:
        Administration.objects.get(slug=ADMINISTRATION_OF_OFFICIAL).members.create(user=user)
    return user
