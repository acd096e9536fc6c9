"""Subscribing to lists of mail and leaving them. The record is only ever appended."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import QuerySet

from gdb_portal.core.events import record_event

from ..kinds import Subscriber, kinds_of_list
from ..models import AddressSubscription, Consent
from .readers import forget_reader_without_subscriptions


def is_subscribed(list_name: str, subscriber: Subscriber) -> bool:
    """Whether the latest word on it was not a withdrawal. Who never said anything is not kept out:
    the app that owns the list decides whom it writes to."""
    latest = _of(list_name, subscriber).order_by("-id").first()
    return latest is None or latest.granted


@transaction.atomic
def unsubscribe(list_name: str, subscriber: Subscriber, *, how: str) -> bool:
    """Leave the list at once, also for mails that already wait. False if it was left before.

    The app that owns the list is told in the same transaction. An address without an account loses
    all its subscriptions of the list, and with its last one it is forgotten.
    """
    said = say(list_name, subscriber, granted=False, how=how)
    _end_subscriptions(list_name, subscriber, how)
    if not said:
        return False
    for told in {kind.unsubscribe for kind in kinds_of_list(list_name)}:
        if told is not None:
            told(subscriber)
    return True


@transaction.atomic
def subscribe(list_name: str, subscriber: Subscriber, *, how: str) -> bool:
    """Take back a withdrawal, or note a consent. Returns False if nothing changed."""
    return say(list_name, subscriber, granted=True, how=how)


def say(
    list_name: str, subscriber: Subscriber, *, granted: bool, how: str, subject: str = ""
) -> bool:
    """Append one word to the record, unless it only repeats the last. For services of this app."""
    _lock(list_name, subscriber)
    latest = _of(list_name, subscriber, subject).order_by("-id").first()
    if latest is not None and latest.granted is granted:
        return False
    consent = Consent.objects.create(
        list_name=list_name,
        subject=subject,
        recipient_id=subscriber.recipient_id,
        address_code=subscriber.address_code,
        granted=granted,
        how=how,
    )
    kind = "mail.subscribed" if granted else "mail.unsubscribed"
    record_event(kind, on=consent, by=None, list=list_name, how=how)
    return True


def _end_subscriptions(list_name: str, subscriber: Subscriber, how: str) -> None:
    if not subscriber.address_code:
        return
    rows = AddressSubscription.objects.filter(
        list_name=list_name, reader__address_code=subscriber.address_code
    )
    for subject in rows.confirmed().exclude(subject="").values_list("subject", flat=True):
        say(list_name, subscriber, granted=False, how=how, subject=subject)
    if rows.delete()[0]:
        forget_reader_without_subscriptions(subscriber.address_code)


def _lock(list_name: str, subscriber: Subscriber) -> None:
    # A second click at the same moment waits, and then finds nothing to do.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{list_name}:{subscriber.recipient_id}:{subscriber.address_code}"],
        )


def _of(list_name: str, subscriber: Subscriber, subject: str = "") -> QuerySet[Consent]:
    return Consent.objects.filter(
        list_name=list_name,
        subject=subject,
        recipient_id=subscriber.recipient_id,
        address_code=subscriber.address_code,
    )
