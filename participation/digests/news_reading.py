"""One follower's news as a mail says them: topic by topic, measure by measure, search by search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from strategy.models import Measure, MeasureChange
from strategy.progress_timeline import Entry, entries

from ..cases.models import Answer, Effect
from ..models import Comment, Topic
from .enums import ItemKind, NewsKind
from .models import DigestRecipient, MeasureStep, News, SavedSearch, SearchHit, Subscription
from .news import visible
from .searches import Hit, engine
from .targets import concerns

SHOWN_PER_TOPIC = 3
SHOWN_TOPICS = 20
SHOWN_PER_MEASURE = 5
SHOWN_MEASURES = 20
SHOWN_HITS = 5
SHOWN_SEARCHES = 20
SHOWN_ROWS = 100
SHOWN_FOLLOWED = 20


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


@dataclass(slots=True)
class FollowedMeasure:
    """What is new about one measure or pilot."""

    measure: Measure
    changes: list[Entry] = field(default_factory=list)
    steps: list[MeasureStep] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.changes) + len(self.steps)


@dataclass(slots=True)
class FollowedSearch:
    """What a search found since its follower was last told."""

    search: SavedSearch
    url: str
    hits: list[Hit]
    count: int

    @property
    def more_count(self) -> int:
        return self.count - len(self.hits)


def read_news(recipient: DigestRecipient) -> dict[str, Any] | None:
    """What the follower hears as of now; None when nothing of it is public any more."""
    told = Told(recipient)
    topics, measures, searches = told.topics(), told.measures(), told.searches()
    new_topics = list(
        Topic.objects.filter(pk__in=told.subjects(ItemKind.NEW_TOPIC))
        .select_related("page")
        .order_by("title", "pk")[:SHOWN_TOPICS]
    )
    if not (topics or measures or searches or new_topics):
        return None
    return {
        "topics": topics[:SHOWN_TOPICS],
        "more_topics": max(0, len(topics) - SHOWN_TOPICS),
        "new_topics": new_topics,
        "measures": measures[:SHOWN_MEASURES],
        "more_measures": max(0, len(measures) - SHOWN_MEASURES),
        "searches": searches[:SHOWN_SEARCHES],
        "reply_count": sum(topic.reply_count for topic in topics),
        "comment_count": sum(topic.comment_count for topic in topics),
        "answer_count": sum(len(topic.answers) for topic in topics),
        "effect_count": sum(len(topic.effects) for topic in topics),
        "new_topic_count": len(new_topics),
        "measure_count": sum(measure.count for measure in measures),
        "hit_count": sum(search.count for search in searches),
        "followed": told.because_of(),
    }


class Told:
    """Reads what one digest noted for its follower, as far as it is still public."""

    def __init__(self, recipient: DigestRecipient) -> None:
        self.recipient = recipient

    def subjects(self, kind: ItemKind) -> QuerySet:
        rows = self.recipient.items.filter(kind=kind, subject_id__in=visible(kind))
        return rows.values("subject_id")

    def topics(self) -> list[FollowedTopic]:
        by_topic: dict[int, FollowedTopic] = {}

        def entry(topic: Topic) -> FollowedTopic:
            return by_topic.setdefault(topic.pk, FollowedTopic(topic))

        comments = Comment.objects.for_list().select_related("reply_to").order_by("pk")
        replies = comments.filter(pk__in=self.subjects(ItemKind.REPLY))
        for comment in replies.iterator(chunk_size=500):
            topic = entry(comment.topic)
            topic.reply_count += 1
            if len(topic.replies) < SHOWN_PER_TOPIC:
                topic.replies.append(comment)
        others = comments.filter(pk__in=self.subjects(ItemKind.TOPIC_COMMENT))
        for comment in others.iterator(chunk_size=500):
            topic = entry(comment.topic)
            topic.comment_count += 1
            if len(topic.comments) < SHOWN_PER_TOPIC:
                topic.comments.append(comment)
        answers = Answer.objects.filter(pk__in=self.subjects(ItemKind.TOPIC_ANSWER)).order_by("pk")
        for answer in answers.select_related("administration", "case__comment__topic")[:SHOWN_ROWS]:
            entry(answer.case.comment.topic).answers.append(answer)
        effects = Effect.objects.filter(pk__in=self.subjects(ItemKind.EFFECT)).order_by("pk")
        for effect in effects.select_related("page", "case__comment__topic")[:SHOWN_ROWS]:
            entry(effect.case.comment.topic).effects.append(effect)
        return sorted(by_topic.values(), key=lambda news: news.topic.title.casefold())

    def measures(self) -> list[FollowedMeasure]:
        rows = list(
            News.objects.filter(pk__in=self.subjects(ItemKind.MEASURE_NEWS)).order_by("pk")[
                :SHOWN_ROWS
            ]
        )
        by_id = _in_their_language({news.measure_id for news in rows})
        read = {pk: FollowedMeasure(measure) for pk, measure in by_id.items()}
        subjects = {news.kind: [] for news in rows}  # type: dict[str, list[int]]
        for news in rows:
            subjects[news.kind].append(news.subject_id)
        changes = MeasureChange.objects.filter(pk__in=subjects.get(NewsKind.CHANGE, []))
        for entry in entries(changes.order_by("pk")):
            read[entry.change.measure_id].changes.append(entry)
        steps = MeasureStep.objects.filter(pk__in=subjects.get(NewsKind.STEP, []))
        for step in steps.order_by("pk"):
            read[step.measure_id].steps.append(step)
        return sorted(read.values(), key=lambda news: news.measure.title.casefold())

    def searches(self) -> list[FollowedSearch]:
        rows = SearchHit.objects.filter(pk__in=self.subjects(ItemKind.SEARCH_HIT))
        by_search: dict[SavedSearch, list[str]] = {}
        for hit in rows.select_related("search").order_by("pk")[:SHOWN_ROWS]:
            by_search.setdefault(hit.search, []).append(hit.key)
        read = []
        for search, keys in by_search.items():
            if hits := engine().read(search, keys):
                url = engine().url(search)
                read.append(FollowedSearch(search, url, hits[:SHOWN_HITS], len(hits)))
        return sorted(read, key=lambda news: news.search.query.casefold())

    def because_of(self) -> list[Subscription]:
        """What this follower follows of all that this mail is about."""
        where = Q(pk=None)
        for news in self._news():
            where |= concerns(news)
        mine = Subscription.objects.filter(
            Q(person=self.recipient.person_id, person__isnull=False)
            | Q(opt_in__reader=self.recipient.reader_id, opt_in__isnull=False)
        )
        return list(mine.filter(where).with_targets().order_by("pk")[:SHOWN_FOLLOWED])

    def _news(self) -> list[News]:
        """One piece of news for each place that the mail speaks of."""
        told = Q(pk__in=self.subjects(ItemKind.MEASURE_NEWS))
        for kind, noted_as in NOTED_AS.items():
            told |= Q(kind=noted_as, subject_id__in=self.subjects(kind))
        seen: dict[tuple[Any, ...], News] = {}
        for news in News.objects.filter(told).order_by("pk")[:SHOWN_ROWS]:
            is_hit = news.kind == NewsKind.HIT
            place = (news.kind == NewsKind.COMMENT, news.topic_id, news.measure_id)
            seen.setdefault((news.kind, news.subject_id) if is_hit else place, news)
        return list(seen.values())


NOTED_AS = {
    ItemKind.TOPIC_COMMENT: NewsKind.COMMENT,
    ItemKind.TOPIC_ANSWER: NewsKind.ANSWER,
    ItemKind.EFFECT: NewsKind.EFFECT,
    ItemKind.NEW_TOPIC: NewsKind.TOPIC,
    ItemKind.SEARCH_HIT: NewsKind.HIT,
}


def _in_their_language(ids: set[int]) -> dict[int, Measure]:
    """The measures as the reader reads them, by the number of their German page."""
    german = Measure.objects.filter(pk__in=ids).defer("sections")
    language = get_language()
    translated = {
        page.translation_key: page
        for page in Measure.objects.live()
        .filter(
            translation_key__in=german.values("translation_key"),
            locale__language_code=language,
        )
        .defer("sections")
    }
    return {page.pk: translated.get(page.translation_key, page) for page in german}
