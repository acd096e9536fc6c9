"""Everything that changes a comment."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import PARTICIPATION, invalidate
from gdb_portal.core.transitions import ensure_transition

from ..enums import COMMENT_TRANSITIONS, CommentStatus, Feature, ModerationMode
from ..events import tell_published, tell_removed
from ..exceptions import EditWindowClosed, NotPublic, PhaseClosed, ReplyTooDeep
from ..models import Comment, CommentRevision, Tally, Topic
from ..rules import may_edit, may_revise

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def submit_comment(
    topic: Topic,
    *,
    by: User,
    text: str,
    kind: str = "",
    stance: str = "",
    wants_answer: bool = False,
    reply_to: Comment | None = None,
    request_key: uuid.UUID | None = None,
) -> Comment:
    """Take in a contribution: waiting for moderators, or public at once if the topic says so.

    The same form sent twice (`request_key`) gives the first comment again and changes nothing.
    Raises PhaseClosed, ReplyTooDeep, NotPublic.
    """
    request_key = request_key or uuid.uuid4()
    known = Comment.objects.by(by).filter(request_key=request_key).first()
    if known is not None:
        return known
    ensure_open(topic, Feature.COMMENT)
    if reply_to is not None:
        _ensure_replyable(reply_to, topic)
    try:
        with transaction.atomic():
            comment = Comment.objects.create(
                topic=topic,
                author=by,
                reply_to=reply_to,
                text=text,
                kind=kind,
                stance=stance,
                wants_answer=wants_answer,
                request_key=request_key,
            )
    except IntegrityError:
        # The other of two simultaneous sendings won; both get the same comment.
        return Comment.objects.by(by).get(request_key=request_key)
    record_event("comment.submitted", on=comment, by=by, topic=topic.pk)
    if topic.moderation_mode == ModerationMode.POST:
        _publish(comment, by=None)
    return comment


@transaction.atomic
def publish_comment(comment: Comment, *, by: User | None) -> Comment:
    """Show the comment to everyone; whoever registered for it hears of it in the same transaction.

    Raises IllegalTransition when it is not waiting or hidden.
    """
    comment = lock(comment)
    _publish(comment, by=by)
    return comment


@transaction.atomic
def hide_comment(comment: Comment, *, by: User, rule: str) -> Comment:
    """Take the comment's text from the public, keep it, and name the rule in its place.

    Called by moderation's decisions only, which keep the reasons. Raises IllegalTransition.
    """
    comment = lock(comment)
    was_public = comment.is_published
    _change(comment, CommentStatus.HIDDEN)
    comment.rule = rule
    comment.save(update_fields=["status", "rule"])
    record_event("comment.hidden", on=comment, by=by, rule=rule, topic=comment.topic_id)
    if was_public:
        _uncount(comment, by=by)
    return comment


@transaction.atomic
def return_comment(comment: Comment, *, by: User) -> Comment:
    """Put the comment back into the queue: a moderator takes a decision back.

    Raises IllegalTransition when it is neither public nor hidden.
    """
    comment = lock(comment)
    was_public = comment.is_published
    _change(comment, CommentStatus.PENDING)
    comment.rule = ""
    comment.save(update_fields=["status", "rule"])
    record_event("comment.returned", on=comment, by=by, topic=comment.topic_id)
    if was_public:
        _uncount(comment, by=by)
    return comment


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: User | None) -> Comment:
    """The author takes the comment back; a note in its place lets replies keep their sense.

    Raises IllegalTransition when it is hidden or already withdrawn.
    """
    comment = lock(comment)
    was_public = comment.is_published
    _change(comment, CommentStatus.WITHDRAWN)
    comment.save(update_fields=["status"])
    record_event("comment.withdrawn", on=comment, by=by, topic=comment.topic_id)
    if was_public:
        _uncount(comment, by=by)
    return comment


@transaction.atomic
def edit_comment(
    comment: Comment,
    *,
    by: User,
    text: str,
    wants_answer: bool,
    kind: str | None = None,
    stance: str | None = None,
) -> Comment:
    """Change the words; what moderators had approved is checked again. Votes stay.

    After the first minutes only while people may comment, and the earlier words stay readable with
    the votes they had. Raises EditWindowClosed, PhaseClosed.
    """
    comment = lock(comment)
    if not may_edit(by, comment):
        if not may_revise(by, comment):
            raise EditWindowClosed
        ensure_open(comment.topic, Feature.COMMENT)
        copied = ("text", "kind", "stance", "agree_count", "disagree_count")
        CommentRevision.objects.create(
            comment=comment, **{name: getattr(comment, name) for name in copied}
        )
    comment.text = text
    comment.kind = comment.kind if kind is None else kind
    comment.stance = comment.stance if stance is None else stance
    comment.wants_answer = wants_answer
    comment.edited_at = timezone.now()
    comment.save(update_fields=["text", "kind", "stance", "wants_answer", "edited_at"])
    record_event("comment.edited", on=comment, by=by, topic=comment.topic_id)
    if comment.is_published and comment.topic.moderation_mode == ModerationMode.PRE:
        _change(comment, CommentStatus.PENDING)
        comment.save(update_fields=["status"])
        _uncount(comment, by=None)
    elif comment.is_published:
        tell_published(comment, None)
        forget_topic_pages(comment.topic_id)
    return comment


@transaction.atomic
def set_answer_wish(comment: Comment, *, by: User, wants_answer: bool) -> Comment:
    """Add or remove the wish for an answer; moderation's decision keeps the reason.

    Listeners hear of a public comment again and open or close what they need to.
    """
    comment = lock(comment)
    if comment.wants_answer == wants_answer:
        return comment
    comment.wants_answer = wants_answer
    comment.save(update_fields=["wants_answer"])
    kind = "comment.answer_wish_set" if wants_answer else "comment.answer_wish_cleared"
    record_event(kind, on=comment, by=by, topic=comment.topic_id)
    if comment.is_published:
        (tell_published if wants_answer else tell_removed)(comment, by)
    return comment


def lock(comment: Comment) -> Comment:
    """The present row, held until the transaction ends."""
    return (
        Comment.objects.select_for_update(of=("self",)).select_related("topic").get(pk=comment.pk)
    )


def ensure_open(topic: Topic, feature: Feature) -> None:
    """Raise PhaseClosed unless the database's clock lies in a phase that allows `feature`."""
    if not Topic.objects.public().filter(pk=topic.pk).open_for(feature).exists():
        raise PhaseClosed


def forget_topic_pages(topic_id: int) -> None:
    """Throw away the public pages that show this topic's thread or counters."""
    invalidate(topic_tag(topic_id), PARTICIPATION)


def topic_tag(topic_id: int) -> str:
    return f"topic:{topic_id}"


def _ensure_replyable(reply_to: Comment, topic: Topic) -> None:
    reply_to = lock(reply_to)
    if reply_to.reply_to_id is not None or reply_to.topic_id != topic.pk:
        raise ReplyTooDeep
    if not reply_to.is_published:
        raise NotPublic


def _publish(comment: Comment, *, by: User | None) -> None:
    _change(comment, CommentStatus.PUBLISHED)
    comment.rule = ""
    # The first time counts: a comment that returns keeps its place in the thread and its deadline.
    comment.published_at = comment.published_at or timezone.now()
    comment.save(update_fields=["status", "rule", "published_at"])
    Tally.objects.get_or_create(topic_id=comment.topic_id)
    _count(comment, +1)
    record_event("comment.published", on=comment, by=by, topic=comment.topic_id)
    tell_published(comment, by)
    forget_topic_pages(comment.topic_id)


def _uncount(comment: Comment, *, by: User | None) -> None:
    _count(comment, -1)
    tell_removed(comment, by)
    forget_topic_pages(comment.topic_id)


def _count(comment: Comment, step: int) -> None:
    Tally.objects.filter(topic_id=comment.topic_id).update(comment_count=F("comment_count") + step)
    if comment.reply_to_id is not None:
        parent = Comment.objects.filter(pk=comment.reply_to_id)
        parent.update(reply_count=F("reply_count") + step)


def _change(comment: Comment, after: CommentStatus) -> None:
    ensure_transition(comment.status, after, COMMENT_TRANSITIONS)
    comment.status = after
