"""Addresses without an account: how often they hear, and when they are forgotten."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from gdb_portal.core.events import record_event

from ..enums import Rhythm
from ..lists import LISTS
from ..models import AddressSubscription, OutboxMail, Reader

# As long as a request waits for its yes (features G8).
CONFIRM_WITHIN = dt.timedelta(days=7)


@transaction.atomic
def set_rhythm(subscription: AddressSubscription, *, rhythm: str) -> bool:
    """How often the address hears of this one thing; the list's owner is told.

    Returns False, and changes nothing, where that is its rhythm already or the subscription has
    ended. Raises ValueError for a rhythm that there is not, KeyError for a list without rhythms.
    """
    chosen = Rhythm(rhythm)
    described = LISTS[subscription.list_name]
    if not described.has_rhythm:
        raise KeyError(subscription.list_name)
    row = AddressSubscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if row is None or row.rhythm == chosen:
        return False
    row.rhythm = chosen
    row.save(update_fields=["rhythm"])
    record_event("mail.rhythm_set", on=row, by=None, rhythm=rhythm)
    if described.rhythm_set is not None:
        described.rhythm_set(row)
    return True


@transaction.atomic
def forget_unconfirmed(now: dt.datetime) -> int:
    """Drop requests that nobody confirmed in seven days, with their addresses. Returns how many."""
    old = AddressSubscription.objects.unconfirmed().asked_before(now - CONFIRM_WITHIN)
    codes = set(old.values_list("reader__address_code", flat=True))
    dropped = old.delete()[1].get(AddressSubscription._meta.label, 0)
    for code in codes:
        forget_reader_without_subscriptions(code)
    return dropped


def forget_reader_without_subscriptions(code: str) -> bool:
    """Forget the address when nothing is left that it subscribed to or was asked about.

    Its code stays with the record of consent and with mails that may still come back.
    """
    reader = Reader.objects.select_for_update().filter(address_code=code).first()
    if reader is None or reader.subscriptions.exists():
        return False
    reader.delete()
    # Mails to it that still wait find no reader when they are sent, and stop.
    sent = OutboxMail.objects.final().filter(address_code=code, recipient=None)
    sent.filter(kind__in=KINDS_TO_READERS).update(address="")
    return True


# What goes to nobody but readers; other mails keep their address as long as the ledger says.
KINDS_TO_READERS = ("subscription_request", "subscriptions_link")
