"""Deciding to ask, counting answers so that nobody's can be found again, comparing figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from gdb_portal.accounts.models import User
from gdb_portal.core.cache import cache
from gdb_portal.core.events import record_event

from ..disclosure import SMALLEST_CELL
from ..models import Topic
from ..services.comment import forget_topic_pages
from .enums import Use
from .exceptions import AlreadyAnswered, NoSuchOption, NotAsked, NotCounted, TookNoPart
from .models import AnsweredMark, PopulationFigure, PopulationSource, Questionnaire
from .options import options_of
from .rules import took_part

PEOPLE: Final = "people"
WAITING_SECONDS: Final = 30 * 86_400

ADD = """
INSERT INTO demographics_answercount AS known (topic_id, question, option, number)
VALUES (%s, %s, %s, %s)
ON CONFLICT (topic_id, question, option) DO UPDATE SET number = known.number + excluded.number
"""


@transaction.atomic
def decide_to_ask(topic: Topic, use: str, *, by: User) -> Questionnaire:
    """The topic asks, or not, and shows what was answered, or not. Answers so far stay counted."""
    Questionnaire.objects.get_or_create(topic=topic)
    questionnaire = Questionnaire.objects.select_for_update().get(topic=topic)
    before, after = questionnaire.use, Use(use)
    if before == after:
        return questionnaire
    questionnaire.use = after
    questionnaire.save(update_fields=["use"])
    words = {"before": str(Use(before).label), "after": str(after.label)}
    record_event("topic.demographics_changed", on=topic, by=by, **words)
    forget_topic_pages(topic.pk)
    return questionnaire


@transaction.atomic
def answer(topic: Topic, *, by: User, answers: Mapping[str, str]) -> bool:
    """Each answer counts one more, and nothing says whose it is; True if there was one.

    `answers` is question to option; what is left out is not asked again. Until five people have
    answered the sums wait in the cache, where they may be lost. Raises NotAsked, TookNoPart,
    AlreadyAnswered, NoSuchOption, NotCounted.
    """
    questionnaire = Questionnaire.objects.filter(topic=topic).select_related("topic").first()
    if questionnaire is None or not questionnaire.is_asking:
        raise NotAsked
    if not took_part(by, topic):
        raise TookNoPart
    known = options_of()
    given = {question: option for question, option in answers.items() if option}
    if any(option not in known.get(question, {}) for question, option in given.items()):
        raise NoSuchOption
    if not given:
        return False
    if has_answered(topic, by):
        raise AlreadyAnswered
    # The key decides between two windows of one person: the second waits here for the first.
    _mark, is_new = AnsweredMark.objects.get_or_create(
        digest=_digests(topic.pk, by.pk)[0], defaults={"topic": topic}
    )
    if not is_new:
        raise AlreadyAnswered
    sums = {f"{question}:{option}": 1 for question, option in given.items()}
    try:
        # Last: should anything before it fail, nothing was counted.
        cache.add_to_counts(_waiting(topic.pk), {**sums, PEOPLE: 1}, seconds=WAITING_SECONDS)
    except ConnectionError:
        raise NotCounted from None
    return True


def has_answered(topic: Topic, user: User) -> bool:
    """Whether the person answered already; never what."""
    return AnsweredMark.objects.filter(digest__in=_digests(topic.pk, user.pk)).exists()


def keep_answers() -> int:
    """Add to the sums what five people or more answered since; returns how many people.

    Two copies of the database differ by five people at least, so nobody's answers are the
    difference. When a topic ends, its marks go, and with them the answers of the last few.
    Raises ConnectionError without a cache.
    """
    people = 0
    known = Questionnaire.objects.select_related("topic").prefetch_related("topic__phases")
    for questionnaire in known.order_by("topic"):
        people += _keep(questionnaire.topic_id)
        if questionnaire.topic.is_over():
            _end(questionnaire.topic_id)
    return people


def _keep(topic: int) -> int:
    sums = cache.take_counts(_waiting(topic), field=PEOPLE, at_least=SMALLEST_CELL)
    if not sums:
        return 0
    try:
        _add(topic, sums)
    except Error:
        cache.add_to_counts(_waiting(topic), sums, seconds=WAITING_SECONDS)
        raise
    return sums[PEOPLE]


@transaction.atomic
def _add(topic: int, sums: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, number in sorted(sums.items()):
            if name != PEOPLE:
                question, option = name.split(":", 1)
                cursor.execute(ADD, [topic, question, option, number])
    people = F("people_count") + sums[PEOPLE]
    Questionnaire.objects.filter(topic=topic).update(people_count=people)
    forget_topic_pages(topic)


def _end(topic: int) -> None:
    # Marks first: whoever is between both still finds the topic closed.
    if AnsweredMark.objects.filter(topic=topic).delete()[0]:
        cache.take_counts(_waiting(topic))


def forget_marks(user: User) -> None:
    """Nothing says any more that the person answered anywhere. The sums stay as they are."""
    topics = Questionnaire.objects.values_list("topic", flat=True)
    digests = [digest for topic in topics for digest in _digests(topic, user.pk)]
    AnsweredMark.objects.filter(digest__in=digests).delete()


def topics_answered(user: User) -> list[Topic]:
    """Where the person answered, as long as the marks say so."""
    digests = {
        digest: topic
        for topic in Topic.objects.filter(questionnaire__isnull=False).order_by("pk")
        for digest in _digests(topic.pk, user.pk)
    }
    marks = AnsweredMark.objects.filter(digest__in=list(digests)).values_list("digest", flat=True)
    return sorted((digests[digest] for digest in marks), key=lambda topic: topic.pk)


@transaction.atomic
def import_population(
    figures: Mapping[str, Mapping[str, int]], *, source: str, as_of: dt.date
) -> None:
    """The figures of these questions are those, with their source; other questions keep theirs."""
    for question, numbers in figures.items():
        PopulationSource.objects.filter(question=question).delete()
        known = PopulationSource.objects.create(question=question, source=source, as_of=as_of)
        PopulationFigure.objects.bulk_create(
            PopulationFigure(source=known, option=option, number=number)
            for option, number in numbers.items()
        )
        record_event("population.imported", on=known, by=None, question=str(question))
    _forget_pages()


@transaction.atomic
def remove_population() -> int:
    """There is nothing to compare with any more; returns of how many questions."""
    sources = list(PopulationSource.objects.order_by("pk"))
    for source in sources:
        record_event("population.removed", on=source, by=None, question=source.question)
        source.delete()
    _forget_pages()
    return len(sources)


def _forget_pages() -> None:
    for topic in Questionnaire.objects.order_by("topic").values_list("topic", flat=True):
        forget_topic_pages(topic)


def _digests(topic: int, user: int) -> list[str]:
    """The person's mark at the topic under the present key, then under former ones."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    words = f"{topic}:{user}"
    return [
        salted_hmac("demographics.mark", words, secret=key, algorithm="sha256").hexdigest()
        for key in keys
    ]


def _waiting(topic: int) -> str:
    return f"demographics:{topic}"
