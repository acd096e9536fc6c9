"""How fast a discussion of thousands of contributions is read: through all middleware, uncached."""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from gdb_portal.accounts.models import User
from participation.enums import CommentOrder, CommentStatus, InfluenceLevel, PhaseKind, Stance
from participation.models import Comment, Tally, Topic, TopicPhase
from participation.opinion.enums import MapState
from participation.opinion.models import OpinionMap
from participation.thread_order import PAGE_SIZE, cursor_after, in_order, orders_of
from strategy.models import Administration

from .rows import Row, absolute

COMMENTS: Final = 10_000
TIMES: Final = 40
MOST_MILLISECONDS: Final = 300
AUTHORS: Final = 100
# Every fifth contribution is a reply, and some have more replies than others.
REPLY_EVERY: Final = 5
WORDS: Final = (
    "Mehr Bäume, kürzere Wege, offene Daten und jemand, der zuhört: Das wünsche ich mir. "
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One address, read many times. Times are in milliseconds; `queries` asked the last time."""

    name: str
    p50: float
    p95: float
    queries: int


@contextmanager
def throw_away_database() -> Iterator[None]:
    """Everything inside happens in a new, empty database, which is dropped afterwards."""
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{name}_long_thread"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def fill(count: int) -> Topic:
    """A topic that is open, with so many public contributions, replies among them."""
    topic = _topic()
    authors = User.objects.bulk_create(
        User(
            email=f"lang-{number}@example.org",
            pseudonym=f"Lang {number}",
            password="!",  # noqa: S106  nobody signs in with it
        )
        for number in range(AUTHORS)
    )
    replies = count // REPLY_EVERY
    begun = timezone.now() - dt.timedelta(days=20)

    def comments(numbers: range, parents: Sequence[Comment] = ()) -> Iterator[Comment]:
        for number in numbers:
            yield Comment(
                topic=topic,
                author=authors[number % AUTHORS],
                reply_to=parents[(number * number) % len(parents)] if parents else None,
                text=WORDS * (1 + number % 5),
                kind="" if parents else "suggestion",
                stance="" if parents else Stance.values[number % len(Stance.values)],
                status=CommentStatus.PUBLISHED,
                published_at=begun + dt.timedelta(minutes=number),
                agree_count=(number * 7) % 101,
                bridging=0 if parents else (number * 13) % 10_000,
            )

    first = Comment.objects.bulk_create(comments(range(count - replies)), batch_size=1000)
    Comment.objects.bulk_create(comments(range(count - replies, count), first), batch_size=1000)
    answers = Comment.objects.filter(reply_to=OuterRef("pk")).order_by().values("reply_to")
    Comment.objects.on(topic).top_level().update(
        reply_count=Coalesce(Subquery(answers.annotate(n=Count("pk")).values("n")), 0)
    )
    Tally.objects.filter(topic=topic).update(comment_count=count)
    with connection.cursor() as cursor:
        # As autovacuum does for a discussion that grew.
        cursor.execute("ANALYZE")
    return Topic.objects.select_related("opinion_map").get(pk=topic.pk)


def _topic() -> Topic:
    administration = Administration.objects.create(
        slug="messung", short_name="Messung", kind="senate_department"
    )
    topic = Topic.objects.create(
        page=Page.objects.order_by("-depth", "pk")[0],
        title="Wie lang darf es werden?",
        slug="lange-messung",
        introduction="Eine Messung.",
        influence=InfluenceLevel.CONSULT,
        open_to_influence="Alles.",
        not_open="Nichts.",
        administration=administration,
        answer_until=timezone.localdate() + dt.timedelta(days=60),
        live=True,
    )
    now = timezone.now()
    TopicPhase.objects.create(
        topic=topic,
        kind=PhaseKind.COMMENT,
        starts_at=now - dt.timedelta(days=30),
        ends_at=now + dt.timedelta(days=30),
    )
    Tally.objects.create(topic=topic)
    # With groups, readers can choose what all of them agree on.
    OpinionMap.objects.create(topic=topic, state=MapState.GROUPS, method=1, made_at=now)
    return topic


def read(topic: Topic, times: int) -> list[Reading]:
    """The first page, the page before the last, and the first page of every order."""
    factory, handler = RequestFactory(headers={"Host": "localhost"}), WSGIHandler()
    handler.load_middleware()

    def get(query: str) -> None:
        # A parameter that is not ours keeps the page out of the cache.
        response = handler.get_response(factory.get(f"{topic.url}?messung=1&{query}"))
        if response.status_code != 200:
            raise ValueError(f"{query} answered {response.status_code}.")

    addresses = {"first page": "", "deep page": f"nach={_cursor_before_the_end(topic)}"}
    addresses |= {f"sorted {order}": f"sortierung={order}&zufall=7" for order in orders_of(topic)}
    return [_read(name, partial(get, query), times) for name, query in addresses.items()]


def row() -> Row:
    """What 95 of 100 readers of the first page of ten thousand contributions wait at most."""
    with throw_away_database():
        first, *_others = read(fill(COMMENTS), TIMES)
    return absolute("long_thread", first.p95, unit="ms", goal=MOST_MILLISECONDS)


def table(readings: Sequence[Reading]) -> str:
    """All readings for a terminal."""
    lines = [f"{'address':<20} {'p50 ms':>8} {'p95 ms':>8} {'queries':>8}"]
    lines += [f"{r.name:<20} {r.p50:>8.1f} {r.p95:>8.1f} {r.queries:>8}" for r in readings]
    return "\n".join(lines)


def _cursor_before_the_end(topic: Topic) -> str:
    """Where the last full page of the newest-first order begins."""
    rows = in_order(Comment.objects.on(topic).top_level(), CommentOrder.OLDEST, None)
    last_before = rows[min(PAGE_SIZE, rows.count() - 1)]
    return cursor_after(last_before, CommentOrder.NEWEST)


def _read(name: str, get: Callable[[], None], times: int) -> Reading:
    get()  # what every process asks once
    taken = []
    for _time in range(times):
        begun = time.perf_counter()
        get()
        taken.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as asked:
        get()
    cuts = statistics.quantiles(taken, n=20, method="inclusive")
    return Reading(name, statistics.median(taken), cuts[-1], len(asked))
