"""What a digest tells: chosen by what was never told, not by dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from strategy.models import Administration

from ..cases.calendar import add_working_days
from ..cases.models import Case
from ..models import Comment, Tally, Topic
from .enums import ItemKind
from .models import DigestItem, DigestRecipient, DigestVoteCount

DUE_SOON_WORKING_DAYS = 5
SHOWN_PER_TOPIC = 10
SHOWN_CASES = 25


def untold(queryset: QuerySet, administration: Administration, kind: ItemKind) -> QuerySet:
    """Those rows of which the administration was never told as `kind`: an anti-join."""
    told = DigestItem.objects.filter(
        administration=administration, kind=kind, subject_id=OuterRef("pk")
    )
    return queryset.filter(~Exists(told))


def new_items(administration: Administration, today: dt.date) -> Iterable[tuple[ItemKind, int]]:
    """(kind, primary key) of everything there is to tell the administration on this day."""
    comments = Comment.objects.published().filter(topic__administration=administration)
    cases = Case.objects.open().of(administration)
    soon = cases.filter(due_on__range=(today, add_working_days(today, DUE_SOON_WORKING_DAYS)))
    for kind, rows in (
        (ItemKind.COMMENT, comments),
        (ItemKind.CASE_NEW, cases),
        (ItemKind.CASE_DUE_SOON, soon),
        (ItemKind.CASE_OVERDUE, cases.filter(due_on__lt=today)),
    ):
        for pk in untold(rows, administration, kind).values_list("pk", flat=True).iterator():
            yield kind, pk


def new_votes(administration: Administration) -> list[DigestVoteCount]:
    """Unsaved counts of the administration's topics that got votes since its last digest."""
    counts = []
    last = {
        row.topic_id: row
        for row in DigestVoteCount.objects.filter(administration=administration)
        .order_by("topic_id", "-id")
        .distinct("topic_id")
    }
    for tally in Tally.objects.filter(topic__administration=administration):
        told = last.get(tally.topic_id)
        told_count = told.agree_count + told.neutral_count + told.disagree_count if told else 0
        if tally.vote_count > told_count:
            counts.append(
                DigestVoteCount(
                    administration=administration,
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


def read_digest(recipient: DigestRecipient, today: dt.date) -> dict[str, Any] | None:
    """What the digest says as of now; None when nothing of it is public or open any more.

    Hidden and withdrawn comments and cases that were answered meanwhile have dropped out.
    """
    ids: dict[str, list[int]] = {kind: [] for kind in ItemKind.values}
    for kind, pk in recipient.items.values_list("kind", "subject_id"):
        ids[kind].append(pk)
    news = _topic_news(recipient, ids[ItemKind.COMMENT])
    cases = Case.objects.open().of(recipient.administration).for_list()
    overdue = list(cases.filter(due_on__lt=today)[: SHOWN_CASES + 1])
    due_soon = list(
        cases.filter(due_on__range=(today, add_working_days(today, DUE_SOON_WORKING_DAYS)))[
            : SHOWN_CASES + 1
        ]
    )
    new_cases = list(cases.filter(pk__in=ids[ItemKind.CASE_NEW])[: SHOWN_CASES + 1])
    told = set(ids[ItemKind.CASE_DUE_SOON]) | set(ids[ItemKind.CASE_OVERDUE])
    reminds = any(case.pk in told for case in (*overdue, *due_soon))
    if not (news or new_cases or reminds):
        return None
    return {
        "administration": recipient.administration,
        "news": news,
        "new_cases": new_cases[:SHOWN_CASES],
        "due_soon": due_soon[:SHOWN_CASES],
        "overdue": overdue[:SHOWN_CASES],
        "open_count": Case.objects.open().of(recipient.administration).count(),
        "comment_count": sum(entry.comment_count for entry in news),
        "vote_count": sum(entry.votes.new_count for entry in news if entry.votes),
    }


def _topic_news(recipient: DigestRecipient, comment_ids: list[int]) -> list[TopicNews]:
    by_topic: dict[int, TopicNews] = {}

    def entry(topic: Topic) -> TopicNews:
        return by_topic.setdefault(topic.pk, TopicNews(topic))

    comments = Comment.objects.published().filter(pk__in=comment_ids).for_list().order_by("pk")
    for comment in comments.iterator(chunk_size=500):
        news = entry(comment.topic)
        news.comment_count += 1
        if len(news.comments) < SHOWN_PER_TOPIC:
            news.comments.append(comment)
    for count in recipient.votes.select_related("topic").order_by("topic_id"):
        if count.topic.live:
            entry(count.topic).votes = count
    return sorted(by_topic.values(), key=lambda news: news.topic.title.casefold())
