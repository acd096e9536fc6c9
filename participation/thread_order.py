"""In which order a thread is read, and where each of its pages begins."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat

from .enums import CommentOrder
from .models import Comment, Topic

PAGE_SIZE = 20
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

ORDERS: dict[str, tuple[str, bool]] = {
    CommentOrder.NEWEST: ("published_at", True),
    CommentOrder.OLDEST: ("published_at", False),
    CommentOrder.AGREED: ("agree_count", True),
    CommentOrder.BRIDGING: ("bridging", True),
    CommentOrder.DISCUSSED: ("reply_count", True),
    # Shuffled by the seed in the address: stable for whoever keeps it, different for others.
    CommentOrder.RANDOM: ("shuffled", False),
}
# Few enough that shuffled pages can be shared, many enough that no contribution is always first.
SEEDS = 999


def orders_of(topic: Topic) -> dict[str, Any]:
    """The orders a reader can choose; hidden votes can't be read from the order either."""
    opinion_map = getattr(topic, "opinion_map", None)
    hidden = set() if topic.shows_counts() else {CommentOrder.AGREED, CommentOrder.BRIDGING}
    if opinion_map is None or not opinion_map.has_groups:
        hidden.add(CommentOrder.BRIDGING)
    return {order.value: order.label for order in CommentOrder if order not in hidden}


def in_order(rows: QuerySet, order: str, after: tuple[Any, int] | None) -> QuerySet:
    """The rows in this order, from just after a place in it; by index, however deep it is."""
    name, descending = ORDERS[order]
    if after is not None:
        value, pk = after
        step = "lt" if descending else "gt"
        rows = rows.filter(
            Q(**{f"{name}__{step}": value}) | Q(**{name: value, f"id__{step}": pk}),
            # Says nothing new, but an index begins to read here only if told so without an "or".
            **{f"{name}__{step}e": value},
        )
    sign = "-" if descending else ""
    return rows.order_by(f"{sign}{name}", f"{sign}id")


def cursor_after(comment: Comment, order: str) -> str:
    """Where the next page begins if this comment is the last of its page."""
    if order == CommentOrder.RANDOM:
        return f"0-{comment.pk}"
    value = getattr(comment, ORDERS[order][0])
    if isinstance(value, dt.datetime):
        value = (value - EPOCH) // dt.timedelta(microseconds=1)
    return f"{value}-{comment.pk}"


def cursor_before(reply: Comment) -> str:
    """The cursor of the page on which a reply stands; empty for the first page."""
    before = Q(published_at__lt=reply.published_at) | Q(
        published_at=reply.published_at, id__lt=reply.pk
    )
    earlier = (
        Comment.objects.filter(before, reply_to=reply.reply_to_id)
        .shown_in_thread()
        .order_by("published_at", "id")
    )
    number = earlier.count() // PAGE_SIZE * PAGE_SIZE
    return cursor_after(earlier[number - 1], CommentOrder.OLDEST) if number else ""


def read_cursor(cursor: str, order: str, seed: int = 1) -> tuple[Any, int] | None:
    """The place that a cursor names, or None if it names none."""
    value, _dash, pk = cursor.partition("-")
    if not (value.isascii() and value.isdigit() and pk.isascii() and pk.isdigit()):
        return None
    if len(value) > 17 or len(pk) > 18:
        return None
    if order == CommentOrder.RANDOM:
        return place_in_shuffle(int(pk), seed), int(pk)
    if order in {CommentOrder.AGREED, CommentOrder.DISCUSSED, CommentOrder.BRIDGING}:
        return min(int(value), 2**31 - 1), int(pk)
    return EPOCH + dt.timedelta(microseconds=int(value)), int(pk)


def shuffled_by(seed: int) -> Any:
    """The place of each comment in the shuffle of this seed, as `place_in_shuffle` says it."""
    number = Cast("pk", TextField())
    return MD5(Concat(Value(f"{seed}:"), number, output_field=TextField()))


def place_in_shuffle(pk: int, seed: int) -> str:
    return hashlib.md5(f"{seed}:{pk}".encode(), usedforsecurity=False).hexdigest()
