"""Who took part beside who lives in Berlin, with small numbers left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast

from strategy.models import District

from ..disclosure import are_enough, publishable
from ..models import Topic
from .enums import QUESTION_TITLES, AgeBand, Gender, Question, Use
from .models import AnswerCount, PopulationFigure, PopulationSource
from .rules import number_who_took_part


@dataclass(frozen=True, slots=True)
class Part:
    """One answer. Shares are of all who answered the question, and of all in the figures."""

    option: str
    words: str
    count: int | None
    percent: int | None
    population_percent: int | None
    # The same in thousandths: the lengths of the bars.
    per_mille: int | None
    population_per_mille: int | None

    @property
    def points(self) -> int | None:
        """Percentage points more or fewer than in Berlin, of the percentages as they are shown."""
        if self.percent is None or self.population_percent is None:
            return None
        return self.percent - self.population_percent

    @property
    def signed_points(self) -> str:
        """With a true minus sign; nothing where there is nothing to compare."""
        points = self.points
        if points is None:
            return ""
        return f"{'+' if points > 0 else '−' if points < 0 else '±'}{abs(points)}"


@dataclass(slots=True)
class QuestionResult:
    question: str
    title: Any
    answered: int
    parts: list[Part] = field(default_factory=list)
    source: PopulationSource | None = None

    @property
    def is_shown(self) -> bool:
        """Whether any number tells of nobody in particular."""
        return any(part.count is not None for part in self.parts)


@dataclass(slots=True)
class Representation:
    """What one topic's sums say. `people` answered something, of `took_part` who said something."""

    people: int
    took_part: int
    questions: list[QuestionResult]

    @property
    def rate(self) -> int | None:
        """In percent; None where accounts that are gone make it more than all."""
        if not self.took_part or self.people > self.took_part:
            return None
        return round(100 * self.people / self.took_part)

    @property
    def is_shown(self) -> bool:
        return are_enough(self.people)


def representation_of(topic: Topic) -> Representation:
    """The sums as they may be shown to anybody, evaluators included; two queries.

    And one where the topic does not bring its questionnaire along.
    """
    known = getattr(topic, "questionnaire", None)
    people = known.people_count if known else 0
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    figures: dict[str, dict[str, int]] = defaultdict(dict)
    sources: dict[str, PopulationSource] = {}
    districts: list[tuple[int, str, str]] = []
    for what, question, option, number, words, as_of in _rows(topic):
        if what == "count":
            counts[question][option] = number
        elif what == "district":
            districts.append((number, option, words))
        else:
            figures[question][option] = number
            sources[question] = PopulationSource(question=question, source=words, as_of=as_of)
    options: dict[str, dict[str, Any]] = {
        Question.DISTRICT: {option: words for _number, option, words in sorted(districts)},
        Question.AGE: dict(AgeBand.choices),
        Question.GENDER: dict(Gender.choices),
    }
    results = [
        _result(one, options[one], counts[one], sources.get(one), figures[one])
        for one in Question.values
    ]
    return Representation(people, number_who_took_part(topic), results)


def _rows(topic: Topic) -> Any:
    """The topic's sums, the figures with their source, and the districts, in one query."""
    nothing, no_day = Value(""), Cast(Value(None), DateField())
    counts = AnswerCount.objects.filter(topic=topic).values_list(
        Value("count"), F("question"), F("option"), F("number"), nothing, no_day
    )
    figures = PopulationFigure.objects.values_list(
        Value("figure"),
        F("source__question"),
        F("option"),
        F("number"),
        F("source__source"),
        F("source__as_of"),
    )
    districts = District.objects.order_by().values_list(
        Value("district"), Value(Question.DISTRICT.value), F("slug"), F("number"), F("name"), no_day
    )
    return counts.union(figures, districts, all=True)


def public_representation(topic: Topic) -> Representation | None:
    """The same for everybody, once taking part is over and if the topic shows it; else None."""
    known = getattr(topic, "questionnaire", None) if topic.is_over() else None
    if known is None or known.use != Use.PUBLIC:
        return None
    return representation_of(topic)


def _result(
    question: str,
    options: dict[str, Any],
    counts: dict[str, int],
    source: PopulationSource | None,
    figures: dict[str, int],
) -> QuestionResult:
    numbers = {option: counts.get(option, 0) for option in options}
    answered = sum(numbers.values())
    shown = publishable(numbers)
    population = sum(figures.values())
    parts = []
    for option, words in options.items():
        count, figure = shown[option], figures.get(option)
        parts.append(
            Part(
                option=option,
                words=str(words),
                count=count,
                percent=_share(count, answered, 100),
                population_percent=_share(figure, population, 100),
                per_mille=_share(count, answered, 1000),
                population_per_mille=_share(figure, population, 1000),
            )
        )
    title = QUESTION_TITLES[Question(question)]
    return QuestionResult(question, title, answered, parts, source)


def _share(part: int | None, whole: int, unit: int) -> int | None:
    """Rounded once, half up: from the numbers, never from another share."""
    return None if part is None else (2 * unit * part + whole) // (2 * whole)
