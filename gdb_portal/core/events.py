"""Recording what happened, and the German sentence for each kind of event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

from .models import Event

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

SENTENCES: dict[str, str] = {}


def register_event(kind: str, sentence: Any) -> None:
    """Make `kind` known with its German sentence; fields like `{rule}` come from the event's data.

    Raises ImproperlyConfigured when the kind is registered twice.
    """
    if kind in SENTENCES:
        raise ImproperlyConfigured(f"The event {kind} is registered twice.")
    SENTENCES[kind] = sentence


def record_event(kind: str, *, on: models.Model, by: User | None, **data: Any) -> Event:
    """Append one event to the record, inside the caller's transaction.

    `data` must be JSON and free of personal text. Raises KeyError for a kind nobody registered, and
    TransactionManagementError outside a transaction: a change and its event stand or fall together.
    """
    if kind not in SENTENCES:
        raise KeyError(f"Unknown event {kind!r}: register_event() it first.")
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("An event needs the transaction of its cause.")
    return Event.objects.create(
        kind=kind,
        by=by,
        subject_type=on._meta.label_lower,
        subject_id=str(on.pk),
        data=data,
    )


class _Blank(dict):
    def __missing__(self, key: str) -> str:
        return "–"


def sentence_of(event: Event) -> str:
    """The registered sentence filled from the event's data; unknown kinds show their name."""
    sentence = str(SENTENCES.get(event.kind, event.kind))
    return sentence.format_map(_Blank(event.data))
