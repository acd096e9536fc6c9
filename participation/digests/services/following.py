"""Following topics, and how often to hear of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db import transaction

from gdb_portal.core.events import record_event
from gdb_portal.mail.kinds import Subscriber
from gdb_portal.mail.services import subscribe

from ...models import Topic
from ..enums import NEWS_KINDS, NewsFrequency
from ..models import DigestItem, NewsPreference, Subscription

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

LIST = "neues"


@transaction.atomic
def follow(topic: Topic, *, by: User) -> Subscription:
    """The person hears what is new on the topic from now on. Following twice changes nothing."""
    subscription, created = Subscription.objects.get_or_create(topic=topic, person=by)
    if created:
        record_event("topic.followed", on=topic, by=by)
        subscribe(LIST, Subscriber(recipient_id=by.pk), how="followed a topic")
    return subscription


@transaction.atomic
def unfollow(topic: Topic, *, by: User) -> None:
    """The person hears no more of the topic from now on."""
    gone, _kinds = Subscription.objects.filter(topic=topic, person=by).delete()
    if gone:
        record_event("topic.unfollowed", on=topic, by=by)


@transaction.atomic
def set_news_frequencies(person: User, *, frequencies: Mapping[str, str]) -> None:
    """How often the person hears of each kind of news; what waits of "never" is dropped."""
    for kind in NEWS_KINDS:
        if kind not in frequencies:
            continue
        NewsPreference.objects.update_or_create(
            person=person, kind=kind, defaults={"frequency": frequencies[kind]}
        )
        if frequencies[kind] == NewsFrequency.NEVER:
            DigestItem.objects.waiting().filter(person=person, kind=kind).delete()
    record_event("news.frequencies_set", on=person, by=person, frequencies=dict(frequencies))
    if any(frequency != NewsFrequency.NEVER for frequency in frequencies.values()):
        subscribe(LIST, Subscriber(recipient_id=person.pk), how="chose it in the account")


@transaction.atomic
def stop_all_news(subscriber: Subscriber) -> None:
    """Listens to the one-click link in the mail: nothing more of any kind, until chosen again."""
    if subscriber.recipient_id is None:
        return
    for kind in NEWS_KINDS:
        NewsPreference.objects.update_or_create(
            person_id=subscriber.recipient_id,
            kind=kind,
            defaults={"frequency": NewsFrequency.NEVER},
        )
    DigestItem.objects.waiting().filter(person=subscriber.recipient_id).delete()
