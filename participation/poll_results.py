"""Polls counted from their sheets: for pages, tables and open rows alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Count, F, IntegerField, Value

from .disclosure import are_enough
from .models import Poll, PollChoice, PollQuestion, PollSheet, PollText, Topic

COLUMNS = (
    "umfrage",
    "titel",
    "boegen",
    "frage",
    "wortlaut",
    "art",
    "beantwortet",
    "antwort",
    "antwort_wortlaut",
    "anzahl",
)


@dataclass(slots=True)
class OptionResult:
    number: int
    words: str
    count: int
    # Of those who answered the question, in thousandths: the length of the bar.
    share: int

    @property
    def percent(self) -> int:
        return round(self.share / 10)


@dataclass(slots=True)
class QuestionResult:
    question: PollQuestion
    answered: int = 0
    options: list[OptionResult] = field(default_factory=list)


@dataclass(slots=True)
class PollResult:
    """Without questions while the numbers are hidden, or too few have answered."""

    poll: Poll
    sheets: int | None = None
    is_hidden: bool = False
    questions: list[QuestionResult] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return bool(self.questions)


def results_of(topic: Topic) -> list[PollResult]:
    """Every public poll of the topic as it may be shown now; three queries, one without polls."""
    polls = list(Poll.objects.public().on(topic).prefetch_related("questions"))
    for poll in polls:
        poll.topic = topic
    if not polls:
        return []
    if not topic.shows_counts():
        return [PollResult(poll, is_hidden=True) for poll in polls]
    counted = _counted(polls)
    return [_result(poll, counted) for poll in polls]


def open_rows(topic: Topic) -> Iterator[dict[str, Any]]:
    """One line per option, one per question in own words; numbers only where the page has them."""
    for result in results_of(topic):
        about = {"umfrage": result.poll.pk, "titel": result.poll.title, "boegen": result.sheets}
        if not result.is_shown:
            yield about
        for number, found in enumerate(result.questions, start=1):
            row = {
                **about,
                "frage": number,
                "wortlaut": found.question.text,
                "art": found.question.kind,
                "beantwortet": found.answered,
            }
            if found.question.is_text:
                yield row
            for option in found.options:
                yield {
                    **row,
                    "antwort": option.number,
                    "antwort_wortlaut": option.words,
                    "anzahl": option.count,
                }


def sheet_columns(poll: Poll) -> list[str]:
    return ["bogen", *(f"frage_{number}" for number, _q in enumerate(poll.questions.all(), 1))]


def sheet_rows(poll: Poll) -> Iterator[dict[str, Any]]:
    """Every sheet without its person, in an order that tells nothing of when it was filled in."""
    questions = {question.pk: n for n, question in enumerate(poll.questions.all(), start=1)}
    sheets = PollSheet.objects.filter(poll=poll).prefetch_related("choices", "texts")
    numbers = sorted(sheets.values_list("pk", flat=True), key=_shuffled)
    for place in range(0, len(numbers), 500):
        found = sheets.in_bulk(numbers[place : place + 500])
        for number, pk in enumerate(numbers[place : place + 500], start=place + 1):
            row: dict[str, Any] = {"bogen": number}
            for text in found[pk].texts.all():
                row[f"frage_{questions[text.question_id]}"] = text.text
            for choice in sorted(found[pk].choices.all(), key=lambda choice: choice.option):
                name = f"frage_{questions[choice.question_id]}"
                row[name] = f"{row[name]} {choice.option}" if name in row else str(choice.option)
            yield row


def _counted(polls: Iterable[Poll]) -> dict[tuple[str, int, int], int]:
    """(what, of which, option) to number, in one query."""
    choices = PollChoice.objects.filter(question__poll__in=polls)
    nothing = Value(0, output_field=IntegerField())
    rows = (
        PollSheet.objects.filter(poll__in=polls)
        .values_list(Value("sheets"), F("poll"), nothing)
        .annotate(number=Count("pk"))
        .union(
            choices.values_list(Value("option"), F("question"), F("option")).annotate(
                number=Count("pk")
            ),
            choices.values_list(Value("answered"), F("question"), nothing).annotate(
                number=Count("sheet", distinct=True)
            ),
            PollText.objects.filter(question__poll__in=polls)
            .values_list(Value("answered"), F("question"), nothing)
            .annotate(number=Count("pk")),
            all=True,
        )
    )
    return {(what, of, option): number for what, of, option, number in rows}


def _result(poll: Poll, counted: dict[tuple[str, int, int], int]) -> PollResult:
    sheets = counted.get(("sheets", poll.pk, 0), 0)
    if not are_enough(sheets):
        return PollResult(poll, sheets=sheets)
    questions = []
    for question in poll.questions.all():
        answered = counted.get(("answered", question.pk, 0), 0)
        options = []
        for number, words in question.choices:
            count = counted.get(("option", question.pk, number), 0)
            share = round(1000 * count / answered) if answered else 0
            options.append(OptionResult(number, words, count, share))
        questions.append(QuestionResult(question, answered, options))
    return PollResult(poll, sheets=sheets, questions=questions)


def _shuffled(pk: int) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY} sheet {pk}".encode()).hexdigest()
