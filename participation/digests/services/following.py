"""Following, with an account or by an address alone, and how often to hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet

from gdb_portal.core.events import record_event
from gdb_portal.mail.enums import Rhythm
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
# Whoever has no account wrote nothing here: what becomes of contributions they hear by following.
NEWS_OF_READER = {**NEWS_OF_ITEM, ItemKind.EFFECT: (NewsKind.EFFECT,)}


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
    left = Subscription.objects.filter(opt_in__reader=reader_id)
    drop_waiting(Q(reader=reader_id), left, NEWS_OF_READER)


def _end_of_person(subscription: Subscription) -> None:
    target, kind, person = subscription.target, subscription.kind, subscription.person
    subscription.delete()
    record_event(UNFOLLOWED[kind], on=target, by=person)
    left = Subscription.objects.filter(person=person)
    drop_waiting(Q(person=person), left, NEWS_OF_ITEM)


def drop_waiting(
    whose: Q, left: QuerySet[Subscription], kinds: Mapping[ItemKind, tuple[NewsKind, ...]]
) -> None:
    """Drop what waits for somebody and concerns nothing that they follow any more.

    `whose` finds their items, `left` is what they follow, `kinds` is what follows from following.
    """
    waiting = _reasons(whose, left, kinds)
    DigestItem.objects.filter(pk__in=[pk for pk, reason in waiting if reason is None]).delete()


@transaction.atomic
def rhythm_set(opt_in: AddressSubscription) -> None:
    """Listens to the choice of an address: what waits for it comes in the new rhythm, too.

    What several followed things tell comes in the quickest of their rhythms; what only those tell
    that it wants to hear nothing of is dropped.
    """
    follows = Subscription.objects.of_readers().filter(opt_in__reader=opt_in.reader_id)
    by_rhythm: dict[str, list[int]] = defaultdict(list)
    for pk, reason in _reasons(Q(reader=opt_in.reader_id), follows, NEWS_OF_READER):
        told_by = reason.opt_in if reason else None
        by_rhythm[told_by.rhythm if told_by else Rhythm.NEVER].append(pk)
    DigestItem.objects.filter(pk__in=by_rhythm.pop(Rhythm.NEVER, [])).delete()
    for rhythm, pks in by_rhythm.items():
        DigestItem.objects.filter(pk__in=pks).update(rhythm=rhythm)


def _reasons(
    whose: Q, follows: QuerySet[Subscription], kinds: Mapping[ItemKind, tuple[NewsKind, ...]]
) -> Iterator[tuple[int, Subscription | None]]:
    """What waits, by primary key, each with the first of the subscriptions that tell it."""
    known: dict[tuple[Any, ...], Subscription | None] = {}
    for kind, noted_as in kinds.items():
        waiting = DigestItem.objects.waiting().filter(whose, kind=kind)
        items = dict(waiting.values_list("subject_id", "pk"))
        names = "pk" if kind == ItemKind.MEASURE_NEWS else "subject_id"
        for news in News.objects.filter(kind__in=noted_as, **{f"{names}__in": items}):
            # Whatever happened in the same place concerns the same followers: asked once.
            same: tuple[Any, ...] = (news.kind, news.topic_id, news.measure_id)
            if news.kind in {NewsKind.HIT, NewsKind.EFFECT}:
                same = (news.kind, news.subject_id)
            if same not in known:
                known[same] = follows.filter(concerns(news)).select_related("opt_in").first()
            yield items[getattr(news, names)], known[same]


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
