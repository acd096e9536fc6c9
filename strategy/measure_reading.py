"""Measures for a reader of one language. Relations are kept once, on the German pages."""

from __future__ import annotations

import uuid
from collections import Counter

from .german_order import german_key
from .models.measure import Measure
from .models.measure_queryset import MeasureQuerySet


def read_in(measures: MeasureQuerySet, locale_id: int) -> list[Measure]:
    """The live ones among the German `measures`, each in the reader's language where it exists."""
    german = list(measures.live().in_source_language().with_names())
    german.sort(key=lambda measure: german_key(measure.title))
    if not german or german[0].locale_id == locale_id:
        return german
    keys = [measure.translation_key for measure in german]
    translated = {
        measure.translation_key: measure
        for measure in Measure.objects.live()
        .filter(locale_id=locale_id, translation_key__in=keys)
        .with_names()
    }
    return [translated.get(measure.translation_key, measure) for measure in german]


def measures_per_field() -> dict[uuid.UUID, int]:
    """How many live measures each field of action has, by the field's translation key."""
    pairs = (
        Measure.objects.live()
        .in_source_language()
        .order_by()
        .values_list("field_links__field__translation_key", "pk")
        .distinct()
    )
    return Counter(key for key, _pk in pairs if key)
