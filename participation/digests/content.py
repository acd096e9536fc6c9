"""What an administration's digest tells: chosen by what was never told, not by dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Count, DateField, Exists, F, OuterRef, QuerySet, Value, Window
from django.db.models.functions import RowNumber

from strategy.enums import CooperationStatus
from strategy.models import Administration, CooperationRequest

from ..cases import worklist
from ..cases.enums import AnswerStatus
from ..cases.models import Consultation
from ..cases.services import note_stale_measures
from ..cases.worklist import Worklist
from ..models import Comment, Tally, Topic
from .enums import DATED_KINDS, ItemKind
from .models import DigestItem, DigestRecipient, DigestVoteCount

SHOWN_PER_TOPIC = 10
SHOWN_TOPICS = 20
SHOWN_ROWS = 15
ANSWERED_COOPERATION = (CooperationStatus.ACCEPTED, CooperationStatus.DECLINED)

COLUMNS = ("recipient_id", "administration_id", "person_id", "kind", "subject_id", "since")


def tellable(administration: Administration, today: dt.date) -> Iterator[tuple[ItemKind, QuerySet]]:
    """Everything that there is to tell the administration on this day, kind by kind.

    Rows of DATED_KINDS say as `since` for which day they are told.
    """
    work = Worklist.of([administration], today)
    own = work.cases
    yield ItemKind.COMMENT, Comment.objects.published().filter(topic__administration=administration)
    yield ItemKind.CASE_NEW, own.open()
    yield ItemKind.CASE_DUE_SOON, own.due_soon(today).annotate(since=F("due_on"))
    yield ItemKind.CASE_OVERDUE, own.overdue(today).annotate(since=F("due_on"))
    yield ItemKind.RELEASE, own.open().filter(answer__status=AnswerStatus.SUBMITTED)
    yield ItemKind.ASKED, work.consultations
    yield (
        ItemKind.REPLIED,
        Consultation.objects.filter(case__in=own.open(), replied_at__isnull=False),
    )
    teams = CooperationRequest.objects
    yield ItemKind.TEAM_ASKED, teams.open().to([administration])
    yield (
        ItemKind.TEAM_ANSWERED,
        teams.by([administration]).filter(status__in=ANSWERED_COOPERATION),
    )
    late = work.pile(worklist.OUTCOME)
    yield ItemKind.OUTCOME_LATE, late.annotate(since=F("outcome_due_on"))
    silent = work.pile(worklist.MEASURES)
    yield ItemKind.MEASURE_STALE, silent.annotate(since=F("updated_on"))


def tell_new(recipient: DigestRecipient, today: dt.date) -> int:
    """Note as told whatever the audience was never told: an anti-join. Returns how much.

    The database copies the rows itself, so a digest of 200,000 takes no more memory than one of 20.
    """
    administration = recipient.administration
    assert administration is not None  # noqa: S101  for mypy: followers have their own content
    note_stale_measures(administration, today)
    return sum(
        _insert(untold(rows, recipient, kind), recipient, kind)
        for kind, rows in tellable(administration, today)
    )


def untold(rows: QuerySet, recipient: DigestRecipient, kind: ItemKind) -> QuerySet:
    """Those rows of which the audience was never told as `kind`, for this day where it has one."""
    told = DigestItem.objects.filter(kind=kind, subject_id=OuterRef("pk"))
    told = told.filter(administration=recipient.administration_id, person=recipient.person_id)
    if kind in DATED_KINDS:
        told = told.filter(since=OuterRef("since"))
    return rows.filter(~Exists(told))


def _insert(rows: QuerySet, recipient: DigestRecipient, kind: ItemKind) -> int:
    if kind not in DATED_KINDS:
        rows = rows.annotate(since=Value(None, output_field=DateField()))
    query, parameters = rows.order_by().values_list("pk", "since").query.sql_with_params()
    table, columns = DigestItem._meta.db_table, ", ".join(COLUMNS)
    sql = (
        f"INSERT INTO {table} ({columns})"  # noqa: S608  names of ours, values as parameters
        f" SELECT %s, %s, %s, %s, new.id, new.since::date FROM ({query}) AS new(id, since)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            sql,
            [recipient.pk, recipient.administration_id, recipient.person_id, kind, *parameters],
        )
        return cursor.rowcount


def new_votes(recipient: DigestRecipient) -> list[DigestVoteCount]:
    """Unsaved counts of the administration's topics that got votes since its last digest."""
    counts: list[DigestVoteCount] = []
    administration = recipient.administration
    if administration is None:
        return counts
    last = {
        row.topic_id: row
        for row in DigestVoteCount.objects.filter(
            administration=recipient.administration_id, person=recipient.person_id
        )
        .order_by("topic_id", "-id")
        .distinct("topic_id")
    }
    tallies = Tally.objects.filter(topic__administration=recipient.administration_id)
    for tally in tallies.select_related("topic").prefetch_related("topic__phases"):
        if not tally.topic.shows_counts():
            continue
        told = last.get(tally.topic_id)
        told_count = told.agree_count + told.neutral_count + told.disagree_count if told else 0
        if tally.vote_count > told_count:
            counts.append(
                DigestVoteCount(
                    recipient=recipient,
                    administration=administration,
                    person_id=recipient.person_id,
                    topic_id=tally.topic_id,
                    agree_count=tally.agree_count,
                    neutral_count=tally.neutral_count,
                    disagree_count=tally.disagree_count,
                    new_count=tally.vote_count - told_count,
                )
            )
    return counts


@dataclass(slots=True)
class TopicNews:
    topic: Topic
    comments: list[Comment] = field(default_factory=list)
    comment_count: int = 0
    votes: DigestVoteCount | None = None

    @property
    def more_count(self) -> int:
        return self.comment_count - len(self.comments)


@dataclass(slots=True)
class Section:
    """One part of the work list: the first rows, and how many there are in all."""

    title: Any
    rows: list[Any]
    count: int
    is_urgent: bool = False

    @classmethod
    def of(cls, title: Any, rows: QuerySet, *, is_urgent: bool = False) -> Section:
        shown = list(rows[:SHOWN_ROWS])
        count = len(shown) if len(shown) < SHOWN_ROWS else rows.count()
        return cls(title, shown, count, is_urgent)

    @property
    def more_count(self) -> int:
        return self.count - len(self.rows)


def read_digest(recipient: DigestRecipient, today: dt.date) -> dict[str, Any] | None:
    """What the digest says as of now; None when nothing of it is public or open any more.

    Hidden and withdrawn comments and cases that were answered meanwhile have dropped out.
    """
    administration = recipient.administration
    if administration is None:
        return None
    work = Worklist.of([administration], today)
    news, topic_count = _topic_news(recipient)
    if not news and not _still_news(recipient, administration, today):
        return None

    def pile(name: str) -> Any:
        return work.pile(name).for_list()

    # What is overdue or due soon stands above already.
    urgent = work.cases.overdue(today) | work.cases.due_soon(today)
    new_cases = (
        work.cases.open()
        .filter(pk__in=_told(recipient, ItemKind.CASE_NEW))
        .exclude(pk__in=urgent.values("pk"))
    )
    # Reminded of once; the desk keeps showing them all.
    measures = work.pile(worklist.MEASURES).filter(pk__in=_told(recipient, ItemKind.MEASURE_STALE))
    teams = CooperationRequest.objects.for_list().order_by("pk")
    asked = teams.open().to([administration])
    answered = teams.filter(
        pk__in=_told(recipient, ItemKind.TEAM_ANSWERED), status__in=ANSWERED_COOPERATION
    )
    labels = worklist.LABELS
    return {
        "administration": administration,
        "overdue": Section.of(labels[worklist.OVERDUE], pile(worklist.OVERDUE), is_urgent=True),
        "due_soon": Section.of(labels[worklist.DUE_SOON], pile(worklist.DUE_SOON)),
        "new_cases": Section.of("", new_cases.for_list().order_by("due_on", "pk")),
        "waiting": Section.of(labels[worklist.WAITING], pile(worklist.WAITING)),
        "cooperation": Section.of(labels[worklist.COOPERATION], pile(worklist.COOPERATION)),
        "team_asked": Section.of("", asked),
        "team_answered": Section.of("", answered),
        "outcomes": Section.of(labels[worklist.OUTCOME], work.pile(worklist.OUTCOME)),
        "measures": Section.of("", measures),
        "news": news,
        "more_topics": topic_count - len(news),
        "open_count": work.pile(worklist.OPEN).count(),
        "comment_count": sum(entry.comment_count for entry in news),
        "vote_count": sum(entry.votes.new_count for entry in news if entry.votes),
    }


def _told(recipient: DigestRecipient, kind: ItemKind) -> QuerySet:
    return recipient.items.filter(kind=kind).values("subject_id")


def _still_news(recipient: DigestRecipient, administration: Administration, today: dt.date) -> bool:
    """Whether anything besides comments that this digest noted is still so."""
    return any(
        rows.filter(pk__in=_told(recipient, kind)).exists()
        for kind, rows in tellable(administration, today)
        if kind != ItemKind.COMMENT
    )


def _topic_news(recipient: DigestRecipient) -> tuple[list[TopicNews], int]:
    """New comments and votes by topic: the first topics, and how many there are."""
    comments = Comment.objects.published().filter(
        pk__in=_told(recipient, ItemKind.COMMENT), topic__live=True
    )
    counts = dict(
        comments.order_by().values("topic").annotate(n=Count("pk")).values_list("topic", "n")
    )
    votes = {row.topic_id: row for row in recipient.votes.filter(topic__live=True)}
    topics = Topic.objects.filter(pk__in={*counts, *votes}).order_by("title", "pk")
    news = {
        topic.pk: TopicNews(topic, [], counts.get(topic.pk, 0), votes.get(topic.pk))
        for topic in topics[:SHOWN_TOPICS]
    }
    numbered = comments.filter(topic__in=news).annotate(
        place=Window(RowNumber(), partition_by=F("topic"), order_by=F("pk").asc())
    )
    for comment in numbered.filter(place__lte=SHOWN_PER_TOPIC).for_list().order_by("pk"):
        news[comment.topic_id].comments.append(comment)
    return list(news.values()), len({*counts, *votes})
