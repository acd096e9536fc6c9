"""Measures for a reader of one language. Relations are kept once, on the German pages."""

from __future__ import annotations

import uuid
from collections import Counter

from django.db.models import Q

from .german_order import german_key
from .models.measure import Measure
from .models.measure_queryset import MeasureQuerySet


def read_in(measures: MeasureQuerySet, locale_id: int) -> list[Measure]:
    """The live ones among the German `measures`, each in the reader's language where it exists.

    Ordered by title; with what a card shows, in three queries.
    """
    german = measures.live().in_source_language()
    found = Measure.objects.live().filter(
        Q(pk__in=german.values("pk"))
        | Q(locale_id=locale_id, translation_key__in=german.values("translation_key"))
    )
    chosen: dict[uuid.UUID, Measure] = {}
    for measure in found.with_names():
        if measure.locale_id == locale_id or measure.translation_key not in chosen:
            chosen[measure.translation_key] = measure
    return sorted(chosen.values(), key=lambda measure: german_key(measure.title))


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
