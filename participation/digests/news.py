"""What followers hear: noted when it happens, spread to those who follow, told in their rhythm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from gdb_portal.accounts.models import User

from ..cases.enums import AnswerStatus
from ..cases.models import Answer, Effect
from ..models import Comment, Topic
from .enums import ItemKind, NewsFrequency, NewsKind
from .models import DigestItem, DigestRecipient, News, NewsPreference, Subscription

SHOWN_PER_TOPIC = 3
SHOWN_TOPICS = 20
DEFAULT = NewsFrequency.DAILY


def visible(kind: ItemKind) -> QuerySet:
    """The primary keys that may be shown as this kind now."""
    if kind == ItemKind.TOPIC_ANSWER:
        return Answer.objects.filter(
            status=AnswerStatus.PUBLISHED,
            case__comment__in=Comment.objects.published(),
            case__comment__topic__live=True,
        ).values("pk")
    if kind == ItemKind.EFFECT:
        return Effect.objects.public().values("pk")
    return Comment.objects.published().filter(topic__live=True).values("pk")


def readers(news: News) -> Iterable[tuple[ItemKind, QuerySet]]:
    """Who is to hear of it as what: persons' primary keys. Nobody hears of their own doing."""
    active = User.objects.filter(is_active=True)
    if news.by_id is not None:
        active = active.exclude(pk=news.by_id)
    followers = active.filter(
        pk__in=Subscription.objects.filter(
            topic=news.topic_id, started_at__lte=news.happened_at
        ).values("person")
    )
    if news.kind == NewsKind.COMMENT:
        comment = Comment.objects.select_related("reply_to").filter(pk=news.subject_id).first()
        if comment is None:
            return
        others = followers.exclude(pk=comment.author_id) if comment.author_id else followers
        parent = comment.reply_to
        if parent is not None and parent.author_id is not None:
            others = others.exclude(pk=parent.author_id)
            if parent.author_id != comment.author_id:
                yield ItemKind.REPLY, active.filter(pk=parent.author_id)
        yield ItemKind.TOPIC_COMMENT, others
    elif news.kind == NewsKind.ANSWER:
        author = _author(Answer.objects.filter(pk=news.subject_id))
        # The author of the comment got a mail of their own.
        yield ItemKind.TOPIC_ANSWER, followers.exclude(pk=author) if author else followers
    else:
        author = _author(Effect.objects.filter(pk=news.subject_id))
        yield ItemKind.EFFECT, followers | active.filter(pk=author) if author else followers


def _author(rows: QuerySet) -> int | None:
    return rows.values_list("case__comment__author", flat=True).first()


def note_for(news: News, kind: ItemKind, people: QuerySet) -> int:
    """Note for each person that they are to be told; who knows it already stays as they are."""
    frequency = NewsPreference.objects.filter(
        person=OuterRef("pk"), kind=kind, frequency=NewsFrequency.NEVER
    )
    query, parameters = (
        people.filter(~Exists(frequency)).order_by().values_list("pk").query.sql_with_params()
    )
    table = DigestItem._meta.db_table
    sql = (
        f"INSERT INTO {table} (person_id, kind, subject_id)"  # noqa: S608  values as parameters
        f" SELECT DISTINCT who.id, %s, %s::bigint FROM ({query}) AS who(id)"
        " ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [kind, news.subject_id, *parameters])
        return cursor.rowcount


def waiting_items(frequency: str) -> QuerySet:
    """What waits for persons who want to hear of this kind of news in this rhythm."""
    chosen = NewsPreference.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"))
    return (
        DigestItem.objects.waiting()
        .filter(person__is_active=True)
        .annotate(rhythm=Coalesce(Subquery(chosen.values("frequency")[:1]), Value(DEFAULT.value)))
        .filter(rhythm=frequency)
    )


@dataclass(slots=True)
class FollowedTopic:
    """What is new on one topic for one person."""

    topic: Topic
    replies: list[Comment] = field(default_factory=list)
    reply_count: int = 0
    comments: list[Comment] = field(default_factory=list)
    comment_count: int = 0
    answers: list[Answer] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    @property
    def more_comments(self) -> int:
        return self.comment_count - len(self.comments)


def read_news(recipient: DigestRecipient) -> dict[str, Any] | None:
    """What the person hears as of now; None when nothing of it is public any more."""
    by_topic: dict[int, FollowedTopic] = {}

    def entry(topic: Topic) -> FollowedTopic:
        return by_topic.setdefault(topic.pk, FollowedTopic(topic))

    def told(kind: ItemKind) -> QuerySet:
        return recipient.items.filter(kind=kind, subject_id__in=visible(kind)).values("subject_id")

    comments = Comment.objects.for_list().select_related("reply_to").order_by("pk")
    for comment in comments.filter(pk__in=told(ItemKind.REPLY)).iterator(chunk_size=500):
        topic = entry(comment.topic)
        topic.reply_count += 1
        if len(topic.replies) < SHOWN_PER_TOPIC:
            topic.replies.append(comment)
    for comment in comments.filter(pk__in=told(ItemKind.TOPIC_COMMENT)).iterator(chunk_size=500):
        topic = entry(comment.topic)
        topic.comment_count += 1
        if len(topic.comments) < SHOWN_PER_TOPIC:
            topic.comments.append(comment)
    answers = Answer.objects.filter(pk__in=told(ItemKind.TOPIC_ANSWER)).order_by("pk")
    for answer in answers.select_related("administration", "case__comment__topic")[:100]:
        entry(answer.case.comment.topic).answers.append(answer)
    effects = Effect.objects.filter(pk__in=told(ItemKind.EFFECT)).order_by("pk")
    for effect in effects.select_related("page", "case__comment__topic")[:100]:
        entry(effect.case.comment.topic).effects.append(effect)
    if not by_topic:
        return None
    topics = sorted(by_topic.values(), key=lambda news: news.topic.title.casefold())
    return {
        "topics": topics[:SHOWN_TOPICS],
        "more_topics": max(0, len(topics) - SHOWN_TOPICS),
        "reply_count": sum(topic.reply_count for topic in topics),
        "comment_count": sum(topic.comment_count for topic in topics),
        "answer_count": sum(len(topic.answers) for topic in topics),
        "effect_count": sum(len(topic.effects) for topic in topics),
    }
