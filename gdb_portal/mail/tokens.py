"""Codes and tokens that leave the house in mails. They never expire and need no table.

All are HMACs under MAIL_TOKEN_KEY, which outlives every rotation of SECRET_KEY: a link in a mail
that somebody kept for years still unsubscribes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import uuid
from typing import TYPE_CHECKING

from django.conf import settings

from .kinds import Subscriber

if TYPE_CHECKING:
    from .models import AddressSubscription, Reader

_LENGTH = 32
# A local part may have 64 characters (RFC 5321 § 4.5.3.1.1): name, "+", 32, "-", 20.
_SHORT = 20
_TOKEN = re.compile(r"([a-z0-9_-]{1,64})\.(u[0-9]{1,19}|a[0-9a-f]{64})\.([0-9a-f]{32})")
_ROW_TOKEN = re.compile(r"([0-9]{1,18})\.[0-9a-f]{32}")
_RETURN_PATH = re.compile(r"\+([0-9a-f]{32})-([0-9a-f]{20})@", re.IGNORECASE)


def _sign(purpose: str, text: str) -> str:
    key = settings.MAIL_TOKEN_KEY.encode()
    return hmac.new(key, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


def address_code(address: str) -> str:
    """The same for every spelling of an address in capitals; tells nobody which address it is."""
    return _sign("address", address.strip().casefold()) if address else ""


def unsubscribe_token(list_name: str, subscriber: Subscriber) -> str:
    """Good for leaving this list as this subscriber, and for nothing else."""
    if subscriber.recipient_id is not None:
        who = f"u{subscriber.recipient_id}"
    else:
        who = f"a{subscriber.address_code}"
    signature = _sign("unsubscribe", f"{list_name}\n{who}")[:_LENGTH]
    return f"{list_name}.{who}.{signature}"


def read_unsubscribe_token(token: str) -> tuple[str, Subscriber] | None:
    """The list and who leaves it; None for anything that we did not sign."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    list_name, who, signature = match.groups()
    if not hmac.compare_digest(signature, _sign("unsubscribe", f"{list_name}\n{who}")[:_LENGTH]):
        return None
    if who.startswith("u"):
        return list_name, Subscriber(recipient_id=int(who[1:]))
    return list_name, Subscriber(address_code=who[1:])


def confirm_token(subscription: AddressSubscription) -> str:
    """Good for saying yes to this one request, as long as it waits."""
    return row_token("confirm", subscription.pk, subscription.reader.address_code)


def reader_token(reader: Reader) -> str:
    """Good for seeing and changing what this address subscribed to; a secret of its mails."""
    return row_token("reader", reader.pk, reader.address_code)


def row_token(purpose: str, pk: int, secret: str = "") -> str:
    """Good for one thing with one row; with `secret` for no later row of the same number."""
    signature = _sign(purpose, f"{pk}\n{secret}")[:_LENGTH]
    return f"{pk}.{signature}"


def number_in(token: str) -> int | None:
    """The row that such a token speaks of; whether it was made by us is `is_token`'s question."""
    match = _ROW_TOKEN.fullmatch(token)
    return int(match.group(1)) if match else None


def is_token(token: str, expected: str) -> bool:
    return hmac.compare_digest(token, expected)


def return_path(mail_id: uuid.UUID) -> str:
    """Where this mail comes back to when it can't be delivered; "" when nobody reads bounces."""
    name, _at, domain = settings.BOUNCE_ADDRESS.rpartition("@")
    if not name:
        return ""
    return f"{name}+{mail_id.hex}-{_sign('bounce', mail_id.hex)[:_SHORT]}@{domain}"


def read_return_path(address: str) -> uuid.UUID | None:
    """The mail that came back; None when the address was not made by us."""
    match = _RETURN_PATH.search(address)
    if match is None:
        return None
    mail_id, signature = match.group(1).lower(), match.group(2).lower()
    if not hmac.compare_digest(signature, _sign("bounce", mail_id)[:_SHORT]):
        return None
    return uuid.UUID(mail_id)


def shortened(address: str) -> str:
    """How staff see an address: enough to recognise it, too little to write to it."""
    name, at, domain = address.rpartition("@")
    return f"{name[:2]}…{at}{domain}" if at else "–"
