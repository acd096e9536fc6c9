"""Following, with an account or by an address alone, and how often to hear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from gdb_portal.core.events import record_event
from gdb_portal.mail.kinds import Subscriber
from gdb_portal.mail.services import end_subscription, request_subscription, subscribe

from ..enums import NEWS_KINDS, FollowedKind, ItemKind, NewsFrequency, NewsKind
from ..models import (
    DigestItem,
    News,
    NewsPreference,
    SavedSearch,
    Subscription,
    target_kind,
)
from ..targets import concerns, subject_of, target_of
from .searching import look_again

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User
    from gdb_portal.mail.models import AddressSubscription

LIST = "neues"

FOLLOWED = {
    FollowedKind.TOPIC: "topic.followed",
    FollowedKind.MEASURE: "measure.followed",
    FollowedKind.FIELD: "field.followed",
    FollowedKind.DISTRICT: "district.followed",
    FollowedKind.SEARCH: "search.followed",
}
UNFOLLOWED = {
    FollowedKind.TOPIC: "topic.unfollowed",
    FollowedKind.MEASURE: "measure.unfollowed",
    FollowedKind.FIELD: "field.unfollowed",
    FollowedKind.DISTRICT: "district.unfollowed",
    FollowedKind.SEARCH: "search.unfollowed",
}

# What an item tells was noted as this news; other items are told whatever one follows.
NEWS_OF_ITEM = {
    ItemKind.TOPIC_COMMENT: (NewsKind.COMMENT,),
    ItemKind.TOPIC_ANSWER: (NewsKind.ANSWER,),
    ItemKind.NEW_TOPIC: (NewsKind.TOPIC,),
    ItemKind.SEARCH_HIT: (NewsKind.HIT,),
    ItemKind.MEASURE_NEWS: (NewsKind.CHANGE, NewsKind.STEP),
}


@transaction.atomic
def follow(target: Any, *, by: User) -> Subscription:
    """The person hears what is new there from now on. Following twice changes nothing.

    Whoever had left all these mails hears again: nobody follows in order to hear nothing. Raises
    KeyError for what can't be followed.
    """
    kind = target_kind(target)
    subscription, created = Subscription.objects.get_or_create(
        person=by, **{f"{kind}_id": target.pk}
    )
    if created:
        record_event(FOLLOWED[kind], on=target, by=by)
        if subscribe(LIST, Subscriber(recipient_id=by.pk), how=f"followed a {kind}"):
            by.news_preferences.filter(frequency=NewsFrequency.NEVER).delete()
    return subscription


@transaction.atomic
def unfollow(target: Any, *, by: User) -> None:
    """The person hears no more of it; what waits and concerns nothing else they follow is dropped.

    Unfollowing what one does not follow changes nothing.
    """
    for subscription in Subscription.objects.of(by).to(target):
        _end_of_person(subscription)


def follow_by_mail(target: Any, *, address: str, language: str) -> None:
    """Ask the address whether it wants to hear what is new there; it follows once it says yes.

    Whoever asks learns nothing. Raises ValueError for an address that is none.
    """
    request_subscription(LIST, address=address, subject=subject_of(target), language=language)


@transaction.atomic
def follow_confirmed(opt_in: AddressSubscription) -> None:
    """Listens to the yes of an address: it hears what is new from now on."""
    target = target_of(opt_in.subject)
    if target is None:
        return
    kind = target_kind(target)
    _subscription, created = Subscription.objects.get_or_create(
        opt_in=opt_in, defaults={f"{kind}_id": target.pk}
    )
    if created:
        record_event(FOLLOWED[kind], on=target, by=None)


@transaction.atomic
def end(subscription: Subscription, *, how: str) -> None:
    """Nothing more of this, for a person or for an address. Ending it twice changes nothing."""
    row = Subscription.objects.filter(pk=subscription.pk).with_targets().first()
    if row is None:
        return
    if row.person_id is not None:
        _end_of_person(row)
        return
    reader_id = row.opt_in.reader_id
    record_event(UNFOLLOWED[row.kind], on=row.target, by=None)
    end_subscription(row.opt_in, how=how)
    drop_waiting(Q(reader=reader_id), Q(opt_in__reader=reader_id))


def _end_of_person(subscription: Subscription) -> None:
    target, kind, person = subscription.target, subscription.kind, subscription.person
    subscription.delete()
    record_event(UNFOLLOWED[kind], on=target, by=person)
    drop_waiting(Q(person=person), Q(person=person))


def drop_waiting(whose: Q, follows: Q) -> None:
    """Drop what waits for somebody and concerns nothing they follow any more.

    `whose` finds their items, `follows` their subscriptions. What came of something they wrote
    stays.
    """
    left = Subscription.objects.filter(follows)
    known: dict[tuple[Any, ...], bool] = {}
    gone: list[int] = []
    for kind, noted_as in NEWS_OF_ITEM.items():
        waiting = DigestItem.objects.waiting().filter(whose, kind=kind)
        items = dict(waiting.values_list("subject_id", "pk"))
        names = "pk" if kind == ItemKind.MEASURE_NEWS else "subject_id"
        for news in News.objects.filter(kind__in=noted_as, **{f"{names}__in": items}):
            if not _is_followed(news, left, known):
                gone.append(items[getattr(news, names)])
    DigestItem.objects.filter(pk__in=gone).delete()


def _is_followed(news: News, left: Any, known: dict[tuple[Any, ...], bool]) -> bool:
    # Whatever happened in the same place concerns the same followers: asked once.
    same: tuple[Any, ...] = (news.kind == NewsKind.COMMENT, news.topic_id, news.measure_id)
    if news.kind == NewsKind.HIT:
        same = (news.kind, news.subject_id, None)
    if same not in known:
        known[same] = left.filter(concerns(news)).exists()
    return known[same]


@transaction.atomic
def save_search(*, query: str, art: str, language: str) -> SavedSearch:
    """The search as something to follow; what it finds now is not new to anybody."""
    search, _created = SavedSearch.objects.get_or_create(query=query, art=art, language=language)
    look_again(search)
    return search


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
    """Listens to the one-click link in the mail: nothing more of any kind, until chosen again.

    An address without an account follows nothing any more: its subscriptions ended with the list.
    """
    if subscriber.recipient_id is None:
        waiting = DigestItem.objects.waiting()
        waiting.filter(reader__address_code=subscriber.address_code).delete()
        return
    for kind in NEWS_KINDS:
        NewsPreference.objects.update_or_create(
            person_id=subscriber.recipient_id,
            kind=kind,
            defaults={"frequency": NewsFrequency.NEVER},
        )
    DigestItem.objects.waiting().filter(person=subscriber.recipient_id).delete()
