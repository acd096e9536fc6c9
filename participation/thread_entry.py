"""One contribution of a thread, with its replies and all that one reader may see and do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from .enums import CommentStatus
from .models import Comment, Topic, Vote
from .rules import may_edit, may_revise, may_withdraw

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from .thread import Thread

REPLIES_SHOWN = 5


@dataclass(slots=True)
class Entry:
    """One comment with what the reader may see and do."""

    comment: Comment
    replies: list[Entry] = field(default_factory=list)
    more_replies: bool = False
    my_vote: str = ""
    may_edit: bool = False
    may_withdraw: bool = False
    may_reply: bool = False
    shows_counts: bool = True
    may_vote: bool = False

    @property
    def case(self) -> Any:
        return getattr(self.comment, "case", None)

    @property
    def anchor(self) -> Any:
        """The passage that it is about; replies have none."""
        return None if self.comment.reply_to_id else getattr(self.comment, "anchor", None)

    @property
    def answer(self) -> Any:
        answer = getattr(self.case, "answer", None) if self.case else None
        return answer if answer is not None and answer.is_published else None

    @property
    def is_public(self) -> bool:
        return self.comment.status == CommentStatus.PUBLISHED


def with_answers(rows: QuerySet) -> QuerySet:
    """With all that an entry shows: author, passage, origin, case and answer."""
    return (
        rows.with_passages()
        .select_related(
            "author",
            "offline",
            "case__administration",
            "case__answer__administration",
        )
        .prefetch_related("case__answer__administration__names")
    )


def replies_to(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
    """The first replies to each comment, one more than is shown."""
    rank = Window(
        RowNumber(), partition_by=F("reply_to"), order_by=[F("published_at").asc(), F("id").asc()]
    )
    rows = (
        Comment.objects.filter(reply_to__in=[comment.pk for comment in comments])
        .shown_in_thread()
        .annotate(rank=rank)
        .filter(rank__lte=REPLIES_SHOWN + 1)
        .select_related("author", "case", "offline")
        .order_by("reply_to", "rank")
    )
    groups: dict[int, list[Comment]] = defaultdict(list)
    for reply in rows:
        groups[reply.reply_to_id].append(reply)
    return groups


def votes_of(
    reader: User | AnonymousUser, topic: Topic, comments: Iterable[Comment]
) -> dict[int | None, str]:
    """The reader's own votes by comment; None stands for the topic itself."""
    if not reader.is_authenticated:
        return {}
    mine = Vote.objects.by(reader).filter(topic=topic)
    shown = mine.filter(Q(comment=None) | Q(comment__in=[comment.pk for comment in comments]))
    return dict(shown.values_list("comment_id", "value"))


def entry_of(
    comment: Comment,
    reader: User | AnonymousUser,
    thread: Thread,
    votes: dict[int | None, str],
) -> Entry:
    # One topic object for all, else each comment would fetch its own.
    comment.topic = thread.topic
    public = comment.is_published
    return Entry(
        comment=comment,
        my_vote=votes.get(comment.pk, ""),
        may_edit=may_edit(reader, comment) or (thread.may_comment and may_revise(reader, comment)),
        may_withdraw=may_withdraw(reader, comment),
        may_reply=public and comment.reply_to_id is None and thread.may_comment,
        may_vote=public and thread.may_vote,
        shows_counts=thread.shows_counts,
    )
