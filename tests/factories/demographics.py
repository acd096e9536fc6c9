"""Answers about persons, counted as the job would have done, and figures to compare with."""

from __future__ import annotations

import datetime as dt

from participation.demographics.models import AnswerCount, Questionnaire
from participation.demographics.services import import_population


def count_answers(topic, *, use="public", people=60, **questions):
    """`questions` names each answer with its number: `geschlecht={"weiblich": 30}`."""
    Questionnaire.objects.update_or_create(
        topic=topic, defaults={"use": use, "people_count": people}
    )
    for question, numbers in questions.items():
        for option, number in numbers.items():
            AnswerCount.objects.create(topic=topic, question=question, option=option, number=number)


def invented_figures(**questions):
    """Figures that nobody published, for tests only."""
    source = "Erfunden <b>für Tests</b>"
    import_population(questions, source=source, as_of=dt.date(2026, 6, 30))
