"""Who is looking at which comment right now: a courtesy between moderators, never a lock.

Decisions are guarded by row locks. Without the cache everything works, only the hint is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.cache import cache

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from ..models import Comment

SECONDS = 300


def note_looking(comment: Comment, moderator: User) -> None:
    cache.set(_key(comment.pk), (moderator.pk, moderator.pseudonym), timeout=SECONDS)


def forget_looking(comment: Comment) -> None:
    cache.delete(_key(comment.pk))


def others_looking_at(comments: Iterable[Comment], moderator: User) -> dict[int, str]:
    """Names by comment, without oneself; one round trip for a whole page of the queue."""
    keys = {_key(comment.pk): comment.pk for comment in comments}
    found = cache.get_many(keys)
    return {keys[key]: name for key, (pk, name) in found.items() if pk != moderator.pk}


def _key(pk: int) -> str:
    return f"moderation:looking:{pk}"
