"""The link by which a guest claims or deletes what is theirs: a key, signed and dated by us."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.core.signing import BadSignature, TimestampSigner
from django.urls import reverse

from .models import User

# The mails say it in days; a new link comes by asking for a code to sign in.
VALID_FOR: Final = dt.timedelta(days=30)
_signer = TimestampSigner(salt="accounts.guest")


def guest_token(person: User) -> str:
    return _signer.sign(str(person.pk))


def guest_url(person: User) -> str:
    return reverse("accounts:guest", args=[guest_token(person)])


def guest_by_token(token: str) -> User | None:
    """The guest whose link this is; None for old and foreign links, and once it was claimed."""
    try:
        number = int(_signer.unsign(token, max_age=VALID_FOR))
    except (BadSignature, ValueError):
        return None
    return User.objects.filter(pk=number, is_guest=True, is_active=True).first()
