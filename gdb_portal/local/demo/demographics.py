"""Invented answers about invented people. Figures about Berlin are none of ours to invent."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.db import transaction

from participation.demographics.enums import Use
from participation.demographics.models import AnswerCount, Questionnaire
from participation.demographics.services import decide_to_ask
from participation.models import Topic

from .persons import person

CONTENT = Path(__file__).parent / "content" / "demographics.toml"


@transaction.atomic
def ensure_questions() -> None:
    """Each topic asks from the first run on; what was decided or counted since then stays."""
    for entry in tomllib.loads(CONTENT.read_text())["topics"]:
        topic = Topic.objects.public().filter(slug=entry["topic"]).first()
        if topic is None or Questionnaire.objects.filter(topic=topic).exists():
            continue
        questionnaire = decide_to_ask(topic, Use.PUBLIC, by=person("chefredaktion"))
        questionnaire.people_count = entry.get("people", 0)
        questionnaire.save(update_fields=["people_count"])
        AnswerCount.objects.bulk_create(
            AnswerCount(topic=topic, question=question, option=option, number=number)
            for question, numbers in entry.get("answers", {}).items()
            for option, number in numbers.items()
        )
