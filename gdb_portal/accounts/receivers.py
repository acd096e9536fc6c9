"""What allauth and Django announce, written into the record."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth import user_logged_in
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from gdb_portal.core.events import record_event

from .enums import Role
from .models import User
from .roles import group_of
from .services.sessions import end_sessions


def note_beginning(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    if request is not None and hasattr(request, "session"):
        request.session["started_at"] = timezone.now().isoformat()


@transaction.atomic
def note_sign_up(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    user.groups.add(group_of(Role.CITIZEN))
    record_event("person.signed_up", on=user, by=user)


@transaction.atomic
def note_confirmation(sender: Any, request: HttpRequest, email_address: Any, **kwargs: Any) -> None:
    record_event("person.email_confirmed", on=email_address.user, by=email_address.user)


@transaction.atomic
def note_new_address(
    sender: Any, request: HttpRequest, user: User, from_email_address: Any = None, **kwargs: Any
) -> None:
    # The first address of a new account replaces none.
    if from_email_address is not None:
        record_event("person.email_changed", on=user, by=user)


@transaction.atomic
def note_new_password(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever knew the old password is signed out; this browser stays."""
    record_event("person.password_changed", on=user, by=user)
    end_sessions(user, by=user, keep=request.session.session_key)


@transaction.atomic
def note_factor_added(
    sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    record_event("person.factor_added", on=user, by=user, type=authenticator.type)


@transaction.atomic
def note_factor_removed(
    sender: Any, request: HttpRequest, user: User, authenticator: Any, **kwargs: Any
) -> None:
    record_event("person.factor_removed", on=user, by=user, type=authenticator.type)


def connect() -> None:
    for signal, receiver in (
        (user_logged_in, note_beginning),
        (account_signals.user_signed_up, note_sign_up),
        (account_signals.email_confirmed, note_confirmation),
        (account_signals.email_changed, note_new_address),
        (account_signals.password_changed, note_new_password),
        (account_signals.password_set, note_new_password),
        (account_signals.password_reset, note_new_password),
        (mfa_signals.authenticator_added, note_factor_added),
        (mfa_signals.authenticator_removed, note_factor_removed),
    ):
        signal.connect(receiver, dispatch_uid=f"accounts.{receiver.__name__}.{id(signal)}")
