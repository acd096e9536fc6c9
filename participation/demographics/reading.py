"""Who took part beside who lives in Berlin, with small numbers left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from ..disclosure import are_enough, publishable
from ..models import Topic
from .enums import QUESTION_TITLES, Question, Use
from .models import AnswerCount, PopulationSource, Questionnaire
from .options import options_of
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
    """The sums as they may be shown to anybody, evaluators included; six queries."""
    known = Questionnaire.objects.filter(topic=topic).first()
    people = known.people_count if known else 0
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for row in AnswerCount.objects.filter(topic=topic).order_by("question", "option"):
        counts[row.question][row.option] = row.number
    sources = {
        source.question: source
        for source in PopulationSource.objects.prefetch_related("figures").order_by("question")
    }
    options = options_of()
    results = [
        _result(question, options[question], counts[question], sources.get(question))
        for question in Question.values
    ]
    return Representation(people, number_who_took_part(topic), results)


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
) -> QuestionResult:
    numbers = {option: counts.get(option, 0) for option in options}
    answered = sum(numbers.values())
    shown = publishable(numbers)
    figures = {row.option: row.number for row in source.figures.all()} if source else {}
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
