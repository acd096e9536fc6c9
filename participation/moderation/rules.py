"""Who may decide on what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..rules import may_moderate

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from ..models import Comment
    from .models import Appeal


def may_decide(user: User, comment: Comment) -> bool:
    """Moderators, except on their own words."""
    return may_moderate(user) and comment.author_id != user.pk


def may_decide_appeal(user: User, appeal: Appeal) -> bool:
    """Moderators, except whoever decided first and whoever wrote the words."""
    return may_decide(user, appeal.decision.comment) and appeal.first_decided_by_id != user.pk
