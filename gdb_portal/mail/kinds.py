"""Kinds of mail. Each is described by the app that sends it, in its `AppConfig.ready()`."""

from __future__ import annotations

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
class MailKind:
    """How one kind of mail is made.

    `template` is a path without ending: `<template>.txt` is required, `<template>.html` optional.
    `build` is called when the mail is sent, never earlier: visibility and consent are asked then.
    `erase_context` empties the context once the mail is final (login codes); `erase_address` does
    the same to the address (the farewell to a deleted account).
    """

    name: str
    label: Any
    template: str
    build: BuildContext
    priority: Priority = Priority.NOTICE
    when_unknown: WhenUnknown = WhenUnknown.TREAT_AS_SENT
    erase_context: bool = False
    erase_address: bool = False
    headers: dict[str, str] = field(default_factory=dict)


KINDS: dict[str, MailKind] = {}


def register_mail_kind(kind: MailKind) -> None:
    """Make a kind known. Raises ImproperlyConfigured when its name is taken."""
    if kind.name in KINDS:
        raise ImproperlyConfigured(f"The mail kind {kind.name} is registered twice.")
    KINDS[kind.name] = kind
