"""Double opt-in: an address gets nothing before whoever reads its mails said yes."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event

from ..kinds import Subscriber
from ..lists import LISTS
from ..models import AddressSubscription, Reader
from ..tokens import address_code
from .queueing import queue_mail
from .readers import forget_reader_without_subscriptions
from .subscriptions import say, unsubscribe

# Change the number with the sentence on the page that asks for the yes.
CONSENT = "double opt-in, text 1"


@transaction.atomic
def request_subscription(
    list_name: str, *, address: str, subject: str = "", language: str = "de"
) -> None:
    """Ask the address by mail whether it really wants this. Nothing else is sent to it.

    Whoever asks learns nothing: known and unknown, confirmed and suppressed addresses are treated
    alike. One address gets a few such mails a day at most. Raises KeyError for an unknown list,
    ValueError for an address that is none.
    """
    described = LISTS[list_name]
    address = _clean(address)
    # Locked, so that it is not forgotten at this moment.
    reader, _created = Reader.objects.select_for_update().get_or_create(
        address_code=address_code(address), defaults={"address": address, "language": language}
    )
    subscription, _created = AddressSubscription.objects.get_or_create(
        reader=reader, list_name=described.name, subject=subject
    )
    if not subscription.is_confirmed:
        subscription.requested_at = timezone.now()
        subscription.save(update_fields=["requested_at"])
    event = record_event("mail.subscription_requested", on=subscription, by=None, list=list_name)
    queue_mail(
        "subscription_request",
        key=f"{subscription.pk}-{event.pk}",
        address=reader.address,
        context={"subscription": subscription.pk, "language": language},
        cause=event,
    )


def _clean(address: str) -> str:
    try:
        return str(Reader._meta.get_field("address").clean(address.strip(), None))
    except ValidationError as error:
        raise ValueError("This is no mail address.") from error


@transaction.atomic
def confirm_subscription(
    subscription: AddressSubscription, *, also: Iterable[AddressSubscription] = ()
) -> bool:
    """The address said yes, to this and to those of its other requests that it ticked.

    The consent is on the record, and the list's owner is told. False if it was confirmed before.
    """
    reader = Reader.objects.select_for_update().get(pk=subscription.reader_id)
    wanted = {subscription.pk, *(other.pk for other in also)}
    rows = reader.subscriptions.unconfirmed().filter(pk__in=wanted)
    confirmed = [_confirm(row, reader) for row in rows.order_by("pk")]
    return bool(confirmed)


def _confirm(subscription: AddressSubscription, reader: Reader) -> AddressSubscription:
    subscriber = Subscriber(address_code=reader.address_code)
    subscription.reader = reader
    subscription.confirmed_at = timezone.now()
    subscription.save(update_fields=["confirmed_at"])
    say(subscription.list_name, subscriber, granted=True, how=CONSENT)
    if subscription.subject:
        subject = subscription.subject
        say(subscription.list_name, subscriber, granted=True, how=CONSENT, subject=subject)
    record_event("mail.subscription_confirmed", on=subscription, by=None)
    confirmed = LISTS[subscription.list_name].confirmed if _is_known(subscription) else None
    if confirmed is not None:
        confirmed(subscription)
    return subscription


def _is_known(subscription: AddressSubscription) -> bool:
    return subscription.list_name in LISTS


@transaction.atomic
def end_subscription(subscription: AddressSubscription, *, how: str) -> None:
    """The address hears no more of this; with its last subscription it is forgotten.

    Ending the last one of a list is leaving the list. Ending it twice changes nothing.
    """
    reader = Reader.objects.select_for_update().filter(pk=subscription.reader_id).first()
    if reader is None:
        return
    subscriber = Subscriber(address_code=reader.address_code)
    for row in reader.subscriptions.filter(pk=subscription.pk):
        if row.is_confirmed and row.subject:
            say(row.list_name, subscriber, granted=False, how=how, subject=row.subject)
        row.delete()
        if row.is_confirmed and not reader.subscriptions.confirmed(row.list_name).exists():
            unsubscribe(row.list_name, subscriber, how=how)
    forget_reader_without_subscriptions(reader.address_code)


@transaction.atomic
def end_all_subscriptions(reader: Reader, *, how: str) -> None:
    """The address leaves every list and is forgotten."""
    for subscription in list(reader.subscriptions.all()):
        end_subscription(subscription, how=how)


@transaction.atomic
def send_subscriptions_link(*, address: str, language: str = "de") -> None:
    """Send the address the link to all its subscriptions, if it has any. Whoever asks learns
    nothing. Raises ValueError for an address that is none."""
    reader = Reader.objects.filter(address_code=address_code(address)).first()
    if reader is None or not reader.subscriptions.confirmed().exists():
        return
    event = record_event("mail.subscriptions_link_sent", on=reader, by=None)
    queue_mail(
        "subscriptions_link",
        key=str(event.pk),
        address=reader.address,
        context={"reader": reader.pk, "language": language},
        cause=event,
    )
