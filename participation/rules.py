"""Who may do what. Whether it is possible now (phase, status) is decided in the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from .enums import CommentStatus

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from .models import Comment, Topic


def may_take_part(user: User | AnonymousUser) -> bool:
    """Everybody with an active account may comment and vote, in every role."""
    return user.is_authenticated and user.is_active


def may_edit(user: User | AnonymousUser, comment: Comment) -> bool:
    """Authors may change their words for a quarter of an hour, as long as nobody hid them."""
    return (
        user.is_authenticated
        and comment.author_id == user.pk
        and comment.status in {CommentStatus.PENDING, CommentStatus.PUBLISHED}
        and timezone.now() < comment.may_be_edited_until()
    )


def may_revise(user: User | AnonymousUser, comment: Comment) -> bool:
    """Later too, authors may change public words; the earlier ones stay readable.

    Not what was answered: the answer would then speak of something else.
    """
    answer = getattr(getattr(comment, "case", None), "answer", None)
    return (
        user.is_authenticated
        and comment.author_id == user.pk
        and comment.status == CommentStatus.PUBLISHED
        and not (answer is not None and answer.is_published)
    )


def may_withdraw(user: User | AnonymousUser, comment: Comment) -> bool:
    """Authors may take back what is not hidden, at any time."""
    return (
        user.is_authenticated
        and comment.author_id == user.pk
        and comment.status in {CommentStatus.PENDING, CommentStatus.PUBLISHED}
    )


def may_see(user: User | AnonymousUser, comment: Comment) -> bool:
    """The text: everybody when published; the author always."""
    return comment.is_published or (user.is_authenticated and comment.author_id == user.pk)


def may_moderate(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.has_perm("participation.moderate_comment")


def may_manage_topics(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.has_perm("participation.change_topic")


def may_enter_offline(user: User | AnonymousUser) -> bool:
    """What people wrote on paper or said at an event."""
    return user.is_authenticated and user.has_perm("participation.enter_offline")


def may_read_sheets(user: User | AnonymousUser) -> bool:
    """What single persons answered, without saying who: for those who make polls."""
    return user.is_authenticated and user.has_perm("participation.change_poll")


def may_publish_outcome(user: User | AnonymousUser, topic: Topic) -> bool:
    """Whoever may publish topics, and the officials of the administration that promised it."""
    if not user.is_authenticated:
        return False
    return (
        user.has_perm("participation.publish_topic")
        or topic.administration.members.filter(user=user).exists()
    )
