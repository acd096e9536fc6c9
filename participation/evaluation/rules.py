"""Who may evaluate a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from ..models import Topic

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def may_evaluate(user: User | AnonymousUser, topic: Topic) -> bool:
    """Whoever writes topics, and the officials of the administration that answers for this one."""
    if not (user.is_authenticated and user.is_active):
        return False
    return (
        user.has_perm("participation.change_topic")
        or topic.administration.members.filter(user=user).exists()
    )


def may_evaluate_something(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and (
        user.has_perm("participation.change_topic") or user.has_perm("cases.answer_case")
    )
