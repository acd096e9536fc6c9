"""Contributions that already say something like it. Offered, never in the way."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramWordSimilarity
from django.db.models import Value

from .models import Comment, Topic
from .models.comment import CommentQuerySet

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

OFFERED = 3
LIKE_ENOUGH = 0.35
# Few and long words say most; more would only find everything.
WORDS = 12
# Compared letter by letter: a bounded number, however long the discussion is.
COMPARED = 300


def similar_comments(topic: Topic, text: str, *, by: User) -> list[Comment]:
    """At most three public contributions of others on the topic, the most alike first."""
    rows = Comment.objects.on(topic).top_level().published().exclude(author=by)
    found = alike(rows, text).select_related("author").order_by("-likeness", "-id")
    return list(found[:OFFERED])


def alike(rows: CommentQuerySet, text: str) -> CommentQuerySet:
    """Those of `rows` that say something like the text, with `likeness`; a bounded number."""
    words = sorted(set(re.findall(r"\w{4,}", text.casefold())), key=lambda w: (-len(w), w))[:WORDS]
    if not words:
        return rows.none().annotate(likeness=Value(0.0))
    query = reduce(or_, (SearchQuery(word, config="german") for word in words))
    candidates = (
        rows.alias(words=SearchVector("text", config="german"))
        .filter(words=query)
        .order_by("-published_at", "-id")
        .values("pk")[:COMPARED]
    )
    return (
        Comment.objects.filter(pk__in=candidates)
        .annotate(likeness=TrigramWordSimilarity(text[:300], "text"))
        .filter(likeness__gte=LIKE_ENOUGH)
    )
