"""What followers hear: noted once, spread to those whom it concerns, told in their rhythm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf

from gdb_portal.accounts.models import User
from gdb_portal.mail.enums import Rhythm
from gdb_portal.mail.models import Reader

from ..cases.enums import AnswerStatus
from ..cases.models import Answer, Effect
from ..cases.search import ANSWERS, COMMENTS, TOPICS
from ..models import Comment, Topic
from .enums import ItemKind, NewsFrequency, NewsKind
from .models import DigestItem, MeasureStep, News, NewsPreference, SearchHit, Subscription
from .targets import concerns

DEFAULT = NewsFrequency.DAILY

# A followed search may find what a followed topic tells anyway: whoever was told one way is not
# told the other way. Kinds of results by the items that tell the same.
SAME_AS_HIT = {
    ItemKind.TOPIC_COMMENT: COMMENTS,
    ItemKind.REPLY: COMMENTS,
    ItemKind.TOPIC_ANSWER: ANSWERS,
    ItemKind.NEW_TOPIC: TOPICS,
}


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
    if kind == ItemKind.NEW_TOPIC:
        return Topic.objects.public().values("pk")
    if kind == ItemKind.MEASURE_NEWS:
        steps = MeasureStep.objects.still_said().values("pk")
        said = Q(kind=NewsKind.CHANGE) | Q(kind=NewsKind.STEP, subject_id__in=steps)
        return News.objects.filter(said, measure__live=True).values("pk")
    if kind == ItemKind.SEARCH_HIT:
        # Whether it is still public is asked of the search when the mail is written.
        return SearchHit.objects.values("pk")
    return Comment.objects.published().filter(topic__live=True).values("pk")


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is to hear of something as what. `follows` finds subscriptions, `also` and `but_not`
    are persons' primary keys."""

    kind: ItemKind
    subject_id: int
    follows: Q | None = None
    also: int | None = None
    but_not: frozenset[int] = frozenset()


def audiences(news: News) -> Iterator[Audience]:
    """Who is to hear of it as what. Nobody hears of their own doing."""
    by = frozenset({news.by_id} - {None})
    follows = concerns(news)
    if news.kind == NewsKind.COMMENT:
        yield from _of_comment(news, follows, by)
    elif news.kind == NewsKind.ANSWER:
        # The author of the comment got a mail of their own.
        author = _author(Answer.objects.filter(pk=news.subject_id))
        but_not = by | ({author} - {None})
        yield Audience(ItemKind.TOPIC_ANSWER, news.subject_id, follows, but_not=but_not)
    elif news.kind == NewsKind.EFFECT:
        author = _author(Effect.objects.filter(pk=news.subject_id))
        yield Audience(ItemKind.EFFECT, news.subject_id, follows, also=author, but_not=by)
    elif news.kind == NewsKind.TOPIC:
        yield Audience(ItemKind.NEW_TOPIC, news.subject_id, follows, but_not=by)
    elif news.kind == NewsKind.HIT:
        yield Audience(ItemKind.SEARCH_HIT, news.subject_id, follows, but_not=by)
    else:
        yield Audience(ItemKind.MEASURE_NEWS, news.pk, follows, but_not=by)


def _of_comment(news: News, follows: Q, by: frozenset[int]) -> Iterator[Audience]:
    comment = Comment.objects.select_related("reply_to").filter(pk=news.subject_id).first()
    if comment is None:
        return
    but_not = by | ({comment.author_id} - {None})
    parent = comment.reply_to
    if parent is not None and parent.author_id is not None:
        if parent.author_id != comment.author_id:
            yield Audience(ItemKind.REPLY, comment.pk, also=parent.author_id, but_not=by)
        but_not |= {parent.author_id}
    yield Audience(ItemKind.TOPIC_COMMENT, comment.pk, follows, but_not=but_not)


def _author(rows: QuerySet) -> int | None:
    return rows.values_list("case__comment__author", flat=True).first()


def note_for(news: News, audience: Audience) -> None:
    """Note for everybody that they are to be told; who knows it already stays as they are."""
    following = Subscription.objects.filter(
        audience.follows or Q(pk=None), started_at__lte=news.happened_at
    )
    people = User.objects.filter(
        Q(pk__in=following.values("person")) | Q(pk=audience.also), is_active=True
    ).exclude(pk__in=audience.but_not)
    never = NewsPreference.objects.filter(
        person=OuterRef("pk"), kind=audience.kind, frequency=NewsFrequency.NEVER
    )
    _note(audience, "person_id", people.filter(~Exists(never)).annotate(rhythm=Value("")))
    reasons = following.of_readers().filter(opt_in__reader=OuterRef("pk"))
    readers = Reader.objects.filter(pk__in=following.values("opt_in__reader")).annotate(
        rhythm=Subquery(reasons.values("opt_in__rhythm")[:1])
    )
    _note(audience, "reader_id", readers.exclude(rhythm=Rhythm.NEVER))


def _note(audience: Audience, column: str, rows: QuerySet) -> None:
    told_already = _told_the_other_way(audience)
    if told_already is not None:
        rows = rows.filter(~Exists(told_already.filter(**{column: OuterRef("pk")})))
    query, parameters = rows.order_by().values_list("pk", "rhythm").query.sql_with_params()
    table = DigestItem._meta.db_table
    sql = (
        f"INSERT INTO {table} ({column}, kind, subject_id, rhythm)"  # noqa: S608  as parameters
        f" SELECT DISTINCT who.id, %s, %s::bigint, who.rhythm FROM ({query}) AS who(id, rhythm)"
        " ON CONFLICT DO NOTHING"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [audience.kind, audience.subject_id, *parameters])


def _told_the_other_way(audience: Audience) -> QuerySet | None:
    """Items by which somebody knows the same thing already; None where there is one way only."""
    if audience.kind == ItemKind.SEARCH_HIT:
        key = SearchHit.objects.filter(pk=audience.subject_id).values_list("key", flat=True).first()
        found, _dash, number = (key or "").rpartition("-")
        kinds = [kind for kind, same in SAME_AS_HIT.items() if same == found]
        if not kinds:
            return None
        return DigestItem.objects.filter(kind__in=kinds, subject_id=int(number))
    if audience.kind in SAME_AS_HIT:
        key = f"{SAME_AS_HIT[audience.kind]}-{audience.subject_id}"
        hits = SearchHit.objects.filter(key=key).values("pk")
        return DigestItem.objects.filter(kind=ItemKind.SEARCH_HIT, subject_id__in=hits)
    return None


def waiting_items(frequency: str) -> QuerySet:
    """What waits for followers who want to hear of this kind of news in this rhythm."""
    chosen = NewsPreference.objects.filter(person=OuterRef("person"), kind=OuterRef("kind"))
    return (
        DigestItem.objects.waiting()
        .filter(Q(person__is_active=True) | Q(reader__isnull=False), administration=None)
        .annotate(
            told=Coalesce(
                NullIf("rhythm", Value("")),
                Subquery(chosen.values("frequency")[:1]),
                Value(DEFAULT.value),
            )
        )
        .filter(told=frequency)
    )
