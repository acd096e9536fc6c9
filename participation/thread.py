"""A topic's discussion as one reader sees it: a bounded number of queries, however long it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.http import urlencode

from .enums import CommentOrder, Feature
from .models import Comment, Tally, Topic, TopicPhase
from .thread_choice import Choice
from .thread_entry import REPLIES_SHOWN, Entry, entry_of, replies_to, votes_of, with_answers
from .thread_order import (
    PAGE_SIZE,
    cursor_after,
    in_order,
    orders_of,
    read_cursor,
    shuffled_by,
)

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@dataclass(slots=True)
class Thread:
    topic: Topic
    tally: Tally
    phase: TopicPhase | None
    entries: list[Entry]
    own_waiting: list[Entry]
    order: str
    next_cursor: str = ""
    is_first_page: bool = True
    my_vote: str = ""
    choice: Choice = Choice()
    seed: int = 0

    @property
    def query(self) -> str:
        """Order, seed and choice for the address of another page of the same list."""
        query = {"sortierung": self.order, **self.choice.as_query()}
        if self.order == CommentOrder.RANDOM:
            query["zufall"] = str(self.seed)
        return urlencode(query)

    @property
    def choice_query(self) -> str:
        """The choice alone, for links to other orders."""
        query = urlencode(self.choice.as_query())
        return f"&{query}" if query else ""

    @property
    def shows_counts(self) -> bool:
        return self.topic.shows_counts()

    @property
    def may_comment(self) -> bool:
        return bool(self.phase and Feature.COMMENT in self.phase.features)

    @property
    def may_vote(self) -> bool:
        return bool(self.phase and Feature.VOTE in self.phase.features)


def read_thread(
    topic: Topic,
    reader: User | AnonymousUser,
    *,
    order: str = "",
    cursor: str = "",
    choice: Choice | None = None,
    seed: int = 1,
) -> Thread:
    """One page of the topic's thread; an unknown order or a broken cursor shows the first page."""
    if order not in orders_of(topic):
        order = CommentOrder.NEWEST
    choice = choice or Choice()
    after = read_cursor(cursor, order, seed)
    rows = choice.of(Comment.objects.on(topic).top_level().shown_in_thread())
    if order == CommentOrder.RANDOM:
        rows = rows.annotate(shuffled=shuffled_by(seed))
    comments = list(in_order(with_answers(rows), order, after)[: PAGE_SIZE + 1])
    more, comments = len(comments) > PAGE_SIZE, comments[:PAGE_SIZE]
    thread = Thread(
        topic=topic,
        tally=getattr(topic, "tally", None) or Tally(topic=topic),
        phase=topic.present_phase(),
        entries=[],
        own_waiting=[],
        order=order,
        next_cursor=cursor_after(comments[-1], order) if more else "",
        is_first_page=after is None,
        choice=choice,
        seed=seed,
    )
    replies = replies_to(comments)
    shown = [*comments, *(reply for group in replies.values() for reply in group)]
    votes = votes_of(reader, topic, shown)
    thread.my_vote = votes.get(None, "")
    for comment in comments:
        entry = entry_of(comment, reader, thread, votes)
        group = replies.get(comment.pk, [])
        entry.replies = [entry_of(r, reader, thread, votes) for r in group[:REPLIES_SHOWN]]
        entry.more_replies = len(group) > REPLIES_SHOWN
        thread.entries.append(entry)
    if reader.is_authenticated and thread.is_first_page:
        waiting = with_answers(Comment.objects.on(topic).by(reader).pending())[:PAGE_SIZE]
        thread.own_waiting = [entry_of(comment, reader, thread, votes) for comment in waiting]
    return thread


def read_entry(comment: Comment, reader: User | AnonymousUser, *, cursor: str = "") -> Thread:
    """One comment with its replies, oldest first, as a thread of its own."""
    topic = comment.topic
    after = read_cursor(cursor, CommentOrder.OLDEST)
    rows = Comment.objects.filter(reply_to=comment).shown_in_thread()
    replies = list(in_order(with_answers(rows), CommentOrder.OLDEST, after)[: PAGE_SIZE + 1])
    more, replies = len(replies) > PAGE_SIZE, replies[:PAGE_SIZE]
    thread = Thread(
        topic=topic,
        tally=getattr(topic, "tally", None) or Tally(topic=topic),
        phase=topic.present_phase(),
        entries=[],
        own_waiting=[],
        order=CommentOrder.OLDEST,
        next_cursor=cursor_after(replies[-1], CommentOrder.OLDEST) if more else "",
        is_first_page=after is None,
    )
    votes = votes_of(reader, topic, [comment, *replies])
    entry = entry_of(comment, reader, thread, votes)
    entry.replies = [entry_of(reply, reader, thread, votes) for reply in replies]
    thread.entries = [entry]
    return thread


def preview_context(topic: Topic) -> dict[str, Any]:
    """What an editor sees before anybody could take part: the public page without comments."""
    # A draft may have no address yet, but the page has links that need one.
    topic.slug = topic.slug or "vorschau"
    thread = Thread(
        topic=topic,
        tally=Tally(topic=topic),
        phase=topic.present_phase(),
        entries=[],
        own_waiting=[],
        order=CommentOrder.NEWEST,
    )
    return {
        "topic": topic,
        "thread": thread,
        "orders": orders_of(topic),
        "steps": phase_steps(topic),
        "form": None,
    }


def phase_steps(topic: Topic) -> list[dict[str, Any]]:
    """The topic's phases for the line component."""
    now = timezone.now()
    steps = []
    for phase in topic.phases.all():
        state = "upcoming"
        if phase.ends_at <= now:
            state = "done"
        elif phase.starts_at <= now:
            state = "current"
        steps.append(
            {
                "label": phase.get_kind_display(),
                "date": phase.starts_at,
                "until": phase.ends_at,
                "state": state,
            }
        )
    return steps
