"""Who wrote what a revision says, comments in its margin apart.

Wagtail keeps comments with the page: whoever comments leaves a revision in their own name, with the
words of another person in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models
from wagtail.models import COMMENTS_RELATION_NAME, Revision

# What a revision says about itself and its place, not about the page.
KEPT_BY_WAGTAIL: Final = frozenset(
    {
        "pk",
        "path",
        "depth",
        "numchild",
        "url_path",
        "draft_title",
        "live",
        "expired",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        COMMENTS_RELATION_NAME,
    }
)


def writer_id(item: models.Model) -> int | None:
    """The primary key of the person who wrote the item's latest words.

    Revisions that say the same as the one before are passed over: to comment, or to save without a
    change, is not to write. None where a program wrote it, or nobody yet.
    """
    return writer_of(item.revisions.order_by("-created_at", "-id"))  # type: ignore[attr-defined]


def writer_of(revisions: models.QuerySet[Revision]) -> int | None:
    """The same, of revisions from the youngest to the oldest."""
    latest: dict[str, Any] | None = None
    writer = None
    for content, user_id in revisions.values_list("content", "user_id").iterator(chunk_size=4):
        words = _words(content)
        if latest is not None and words != latest:
            break
        latest, writer = words, user_id
    return writer


def say_the_same(revisions: Iterable[Revision]) -> bool:
    """Whether they differ in nothing but comments and Wagtail's own notes."""
    first, *others = (_words(revision.content) for revision in revisions)
    return all(words == first for words in others)


def _words(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: [_words(row) for row in value] if _is_rows(value) else value
        for name, value in content.items()
        if name not in KEPT_BY_WAGTAIL
    }


def _is_rows(value: Any) -> bool:
    """Whether these are the rows of an inline panel; a draft's rows get their numbers later."""
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)
