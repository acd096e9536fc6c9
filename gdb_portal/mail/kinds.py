"""Kinds of mail. Each is described by the app that sends it, in its `AppConfig.ready()`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

from .enums import Priority, WhenUnknown

if TYPE_CHECKING:
    from .models import OutboxMail

# Returns what the templates need, with "subject"; None: no longer wanted or no longer visible.
BuildContext = Callable[["OutboxMail"], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who gets a list: an account or, without one, an address known by its code."""

    recipient_id: int | None = None
    address_code: str = ""


# Called in the transaction that notes the withdrawal, so that preferences elsewhere agree with it.
Unsubscribe = Callable[[Subscriber], None]


@dataclass(frozen=True, slots=True)
class MailKind:
    """How one kind of mail is made.

    `template` is a path without ending: `<template>.txt` is required, `<template>.html` optional.
    `build` is called when the mail is sent, never earlier: visibility and consent are asked then.
    What it returns may hold "thread", a name that keeps a conversation together in mail programs.
    `why` says to its reader why the mail came. `list_name` makes it a mail that one can unsubscribe
    from; kinds with the same list are left together, and `unsubscribe` is told. `hold` keeps it
    back for a while, so that a mistake can be stopped. `daily_cap` is how many one address may get
    in 24 hours. `archive_days` keeps the text that went out (to administrations only).
    `erase_context` empties the context once the mail is final (login codes); `erase_address` does
    the same to the address (the farewell to a deleted account).
    """

    name: str
    label: Any
    template: str
    build: BuildContext
    priority: Priority = Priority.NOTICE
    when_unknown: WhenUnknown = WhenUnknown.TREAT_AS_SENT
    why: Any = ""
    list_name: str = ""
    unsubscribe: Unsubscribe | None = None
    hold: dt.timedelta = dt.timedelta(0)
    daily_cap: int = 0
    archive_days: int = 0
    erase_context: bool = False
    erase_address: bool = False
    headers: dict[str, str] = field(default_factory=dict)


KINDS: dict[str, MailKind] = {}


def register_mail_kind(kind: MailKind) -> None:
    """Make a kind known. Raises ImproperlyConfigured when its name is taken."""
    if kind.name in KINDS:
        raise ImproperlyConfigured(f"The mail kind {kind.name} is registered twice.")
    KINDS[kind.name] = kind


def kinds_of_list(list_name: str) -> list[MailKind]:
    """Every kind that is left by unsubscribing from the list; empty for a list nobody knows."""
    return [kind for kind in KINDS.values() if kind.list_name and kind.list_name == list_name]
