"""A topic's discussion as one reader sees it: a bounded number of queries, however long it is."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet, TextField, Value, Window
from django.db.models.functions import MD5, Cast, Concat, RowNumber
from django.utils import timezone
from django.utils.http import urlencode

from .enums import AnswerState, CommentKind, CommentOrder, CommentStatus, Feature, Stance
from .models import Comment, Tally, Topic, TopicPhase, Vote
from .rules import may_edit, may_revise, may_withdraw

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

PAGE_SIZE = 20
REPLIES_SHOWN = 5
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


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader looks for within a thread. Unknown values choose nothing."""

    kind: str = ""
    stance: str = ""
    answer: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Choice:
        def known(name: str, values: Iterable[str]) -> str:
            value = query.get(name, "")
            return value if value in values else ""

        return cls(
            kind=known("art", CommentKind.values),
            stance=known("haltung", Stance.values),
            answer=known("status", AnswerState.values),
            words=query.get("q", "").replace("\0", "").strip()[:100],
        )

    def __bool__(self) -> bool:
        return bool(self.kind or self.stance or self.answer or self.words)

    def as_query(self) -> dict[str, str]:
        found = {
            "art": self.kind,
            "haltung": self.stance,
            "status": self.answer,
            "q": self.words,
        }
        return {name: value for name, value in found.items() if value}

    def of(self, rows: QuerySet) -> QuerySet:
        if self.kind:
            rows = rows.published().filter(kind=self.kind)
        if self.stance:
            rows = rows.published().filter(stance=self.stance)
        if self.answer == AnswerState.ANSWERED:
            rows = rows.answered()
        elif self.answer == AnswerState.OPEN:
            rows = rows.waiting_for_answer()
        return rows.saying(self.words) if self.words else rows


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
    after = _read_cursor(cursor, order, seed)
    rows = choice.of(Comment.objects.on(topic).top_level().shown_in_thread())
    if order == CommentOrder.RANDOM:
        rows = rows.annotate(shuffled=_shuffled(seed))
    comments = list(_keyset(with_answers(rows), order, after)[: PAGE_SIZE + 1])
    more, comments = len(comments) > PAGE_SIZE, comments[:PAGE_SIZE]
    thread = Thread(
        topic=topic,
        tally=getattr(topic, "tally", None) or Tally(topic=topic),
        phase=topic.present_phase(),
        entries=[],
        own_waiting=[],
        order=order,
        next_cursor=_cursor(comments[-1], order) if more else "",
        is_first_page=after is None,
        choice=choice,
        seed=seed,
    )
    replies = _replies_to(comments)
    shown = [*comments, *(reply for group in replies.values() for reply in group)]
    votes = _votes_of(reader, topic, shown)
    thread.my_vote = votes.get(None, "")
    for comment in comments:
        entry = _entry(comment, reader, thread, votes)
        group = replies.get(comment.pk, [])
        entry.replies = [_entry(r, reader, thread, votes) for r in group[:REPLIES_SHOWN]]
        entry.more_replies = len(group) > REPLIES_SHOWN
        thread.entries.append(entry)
    if reader.is_authenticated and thread.is_first_page:
        waiting = with_answers(Comment.objects.on(topic).by(reader).pending())[:PAGE_SIZE]
        thread.own_waiting = [_entry(comment, reader, thread, votes) for comment in waiting]
    return thread


def read_entry(comment: Comment, reader: User | AnonymousUser, *, cursor: str = "") -> Thread:
    """One comment with its replies, oldest first, as a thread of its own."""
    topic = comment.topic
    after = _read_cursor(cursor, CommentOrder.OLDEST)
    rows = Comment.objects.filter(reply_to=comment).shown_in_thread()
    replies = list(_keyset(with_answers(rows), CommentOrder.OLDEST, after)[: PAGE_SIZE + 1])
    more, replies = len(replies) > PAGE_SIZE, replies[:PAGE_SIZE]
    thread = Thread(
        topic=topic,
        tally=getattr(topic, "tally", None) or Tally(topic=topic),
        phase=topic.present_phase(),
        entries=[],
        own_waiting=[],
        order=CommentOrder.OLDEST,
        next_cursor=_cursor(replies[-1], CommentOrder.OLDEST) if more else "",
        is_first_page=after is None,
    )
    votes = _votes_of(reader, topic, [comment, *replies])
    entry = _entry(comment, reader, thread, votes)
    entry.replies = [_entry(reply, reader, thread, votes) for reply in replies]
    thread.entries = [entry]
    return thread


def orders_of(topic: Topic) -> dict[str, Any]:
    """The orders a reader can choose; hidden votes can't be read from the order either."""
    opinion_map = getattr(topic, "opinion_map", None)
    hidden = set() if topic.shows_counts() else {CommentOrder.AGREED, CommentOrder.BRIDGING}
    if opinion_map is None or not opinion_map.has_groups:
        hidden.add(CommentOrder.BRIDGING)
    return {order.value: order.label for order in CommentOrder if order not in hidden}


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
    return _cursor(earlier[number - 1], CommentOrder.OLDEST) if number else ""


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


def with_answers(rows: QuerySet) -> QuerySet:
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


def _keyset(rows: QuerySet, order: str, after: tuple[Any, int] | None) -> QuerySet:
    name, descending = ORDERS[order]
    if after is not None:
        value, pk = after
        step = "lt" if descending else "gt"
        rows = rows.filter(Q(**{f"{name}__{step}": value}) | Q(**{name: value, f"id__{step}": pk}))
    sign = "-" if descending else ""
    return rows.order_by(f"{sign}{name}", f"{sign}id")


def _replies_to(comments: Iterable[Comment]) -> dict[int, list[Comment]]:
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


def _votes_of(
    reader: User | AnonymousUser, topic: Topic, comments: Iterable[Comment]
) -> dict[int | None, str]:
    """The reader's own votes by comment; None stands for the topic itself."""
    if not reader.is_authenticated:
        return {}
    mine = Vote.objects.by(reader).filter(topic=topic)
    shown = mine.filter(Q(comment=None) | Q(comment__in=[comment.pk for comment in comments]))
    return dict(shown.values_list("comment_id", "value"))


def _entry(
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


def _cursor(comment: Comment, order: str) -> str:
    if order == CommentOrder.RANDOM:
        return f"0-{comment.pk}"
    value = getattr(comment, ORDERS[order][0])
    if isinstance(value, dt.datetime):
        value = (value - EPOCH) // dt.timedelta(microseconds=1)
    return f"{value}-{comment.pk}"


def _shuffled(seed: int) -> Any:
    """The place of each comment in the shuffle of this seed; `_place` says the same in Python."""
    number = Cast("pk", TextField())
    return MD5(Concat(Value(f"{seed}:"), number, output_field=TextField()))


def _place(pk: int, seed: int) -> str:
    return hashlib.md5(f"{seed}:{pk}".encode(), usedforsecurity=False).hexdigest()


def _read_cursor(cursor: str, order: str, seed: int = 1) -> tuple[Any, int] | None:
    value, _dash, pk = cursor.partition("-")
    if not (value.isascii() and value.isdigit() and pk.isascii() and pk.isdigit()):
        return None
    if len(value) > 17 or len(pk) > 18:
        return None
    if order == CommentOrder.RANDOM:
        return _place(int(pk), seed), int(pk)
    if order in {CommentOrder.AGREED, CommentOrder.DISCUSSED, CommentOrder.BRIDGING}:
        return min(int(value), 2**31 - 1), int(pk)
    return EPOCH + dt.timedelta(microseconds=int(value)), int(pk)
