"""Looking again with the words that people subscribed to."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from gdb_portal.mail.models import AddressSubscription

from ...cases.search import ANSWERS, COMMENTS, TOPICS
from ...models import Comment
from ..enums import ItemKind, NewsKind
from ..models import News, SavedSearch, SearchHit
from ..searches import engine

# A few searches a minute: many subscriptions make it slower, never heavier.
A_TIME = 20
EVERY = dt.timedelta(minutes=30)
FORGET_AFTER = dt.timedelta(days=8)

# The same thing may be told by following its topic; see news.note_for.
TOLD_ELSEWHERE_AS = {
    COMMENTS: (ItemKind.TOPIC_COMMENT, ItemKind.REPLY),
    ANSWERS: (ItemKind.TOPIC_ANSWER,),
    TOPICS: (ItemKind.NEW_TOPIC,),
}


def look_again_at_due(now: dt.datetime | None = None) -> int:
    """Search anew for what nobody searched lately, longest waiting first. Returns the new hits.

    Searches that nobody follows any more are forgotten.
    """
    now = now or timezone.now()
    _forget_unfollowed(now)
    due = SavedSearch.objects.followed().filter(looked_at__lt=now - EVERY).order_by("looked_at")
    return sum(look_again(search) for search in due[:A_TIME])


@transaction.atomic
def look_again(search: SavedSearch) -> int:
    """Note what the search finds and never found before; its followers since before are told.

    Two at once note each hit once.
    """
    row = SavedSearch.objects.select_for_update(skip_locked=True).filter(pk=search.pk).first()
    if row is None:
        return 0
    known = set(row.hits.values_list("key", flat=True))
    new = [key for key in dict.fromkeys(engine().find(row)) if key not in known]
    row.looked_at = timezone.now()
    row.save(update_fields=["looked_at"])
    hits = SearchHit.objects.bulk_create(SearchHit(search=row, key=key) for key in new)
    authors = _authors(hits)
    News.objects.bulk_create(
        News(
            kind=NewsKind.HIT,
            subject_id=hit.pk,
            by_id=authors.get(hit.key),
            happened_at=hit.found_at,
        )
        for hit in hits
    )
    return len(hits)


def _authors(hits: list[SearchHit]) -> dict[str, int | None]:
    """Nobody is told of their own words."""
    numbers = {
        int(number): hit.key
        for hit in hits
        for kind, _dash, number in [hit.key.rpartition("-")]
        if kind == COMMENTS
    }
    rows = Comment.objects.filter(pk__in=numbers).values_list("pk", "author")
    return {numbers[pk]: author for pk, author in rows}


def _forget_unfollowed(now: dt.datetime) -> None:
    waiting = AddressSubscription.objects.filter(subject__startswith="search-")
    asked = {
        int(subject.partition("-")[2]) for subject in waiting.values_list("subject", flat=True)
    }
    alone = SavedSearch.objects.filter(subscriptions=None, looked_at__lt=now - FORGET_AFTER)
    alone.filter(~Q(pk__in=asked)).delete()
