"""Lists that an address can subscribe to; described by the apps that write to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from .models import AddressSubscription


@dataclass(frozen=True, slots=True)
class Described:
    """What a subscription is about, in the reader's language.

    `unasked` is the title for the mail that asks for the yes, where `title` holds words that
    somebody typed: strangers must not write to an address through us.
    """

    title: str
    href: str = ""
    unasked: str = ""


# None: what the subscription was about is no longer there.
Describe = Callable[[str], Described | None]
Listener = Callable[["AddressSubscription"], None]


@dataclass(frozen=True, slots=True)
class MailList:
    """One list. `name` is the `list_name` of the kinds of mail that go to it.

    `describe` says what a subject of the list is ("" where the list has only one). `confirmed` is
    called in the transaction in which an address said yes. `has_rhythm` lists let their readers
    choose for each thing how often they hear of it (`AddressSubscription.rhythm`); `rhythm_set` is
    called in the transaction of that choice.
    """

    name: str
    label: Any
    describe: Describe
    confirmed: Listener | None = None
    has_rhythm: bool = False
    rhythm_set: Listener | None = None


LISTS: dict[str, MailList] = {}


def register_mail_list(described: MailList) -> None:
    """Make a list known. Raises ImproperlyConfigured when its name is taken."""
    if described.name in LISTS:
        raise ImproperlyConfigured(f"The mail list {described.name} is registered twice.")
    LISTS[described.name] = described


def description_of(subscription: AddressSubscription) -> Described | None:
    """What the subscription is about; None when it or its list is gone."""
    described = LISTS.get(subscription.list_name)
    return described.describe(subscription.subject) if described else None
