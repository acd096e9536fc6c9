"""Which answers there are to each question, in the order in which they are asked and shown."""

from __future__ import annotations

from typing import Any

from strategy.models import District

from .enums import AgeBand, Gender, Question


def options_of() -> dict[str, dict[str, Any]]:
    """Question to option to words; one query."""
    return {
        Question.DISTRICT: dict(District.objects.order_by("number").values_list("slug", "name")),
        Question.AGE: dict(AgeBand.choices),
        Question.GENDER: dict(Gender.choices),
    }
