"""A measure's indicators with what was measured, for a drawing and its table."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from .models import Indicator, Measure, MeasuredValue

WIDTH, HEIGHT = 600, 220
LEFT, RIGHT, TOP, BOTTOM = 20, 580, 20, 190


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: int
    label: str
    day: str
    anchor: str


@dataclass(slots=True)
class Chart:
    """A line of measured values over time; `target_y` is the height of the goal."""

    points: list[Point] = field(default_factory=list)
    target_y: int | None = None
    baseline_y: int | None = None

    @property
    def line(self) -> str:
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(slots=True)
class IndicatorView:
    indicator: Indicator
    values: list[MeasuredValue]
    chart: Chart | None
    columns: list[Any]
    rows: list[list[str]]
    facts: list[tuple[Any, str]]


def indicator_views(measure: Measure) -> list[IndicatorView]:
    """All indicators of a measure, also of a draft. One query where there are any."""
    indicators = list(measure.indicators.all())
    saved = [i.pk for i in indicators if not _is_draft(i)]
    known: dict[int, list[MeasuredValue]] = defaultdict(list)
    if saved:
        for value in MeasuredValue.objects.filter(indicator__in=saved):
            known[value.indicator_id].append(value)
    return [
        _view(i, list(i.measured_values.all()) if _is_draft(i) else known[i.pk]) for i in indicators
    ]


def _is_draft(indicator: Indicator) -> bool:
    """Whether its values come with it from a revision."""
    return "measured_values" in getattr(indicator, "_cluster_related_objects", {})


def _view(indicator: Indicator, values: list[MeasuredValue]) -> IndicatorView:
    values = sorted(values, key=lambda value: value.measured_on)
    facts = [
        (_("Ausgangswert"), with_unit(indicator.baseline, indicator.unit)),
        (_("Zielwert"), with_unit(indicator.target, indicator.unit)),
    ]
    if indicator.target_on:
        facts.append((_("Ziel bis"), date_format(indicator.target_on, "DATE_FORMAT")))
    return IndicatorView(
        indicator,
        values,
        _chart(indicator, values),
        [_("gemessen am"), _("Wert"), _("Quelle")],
        [
            [
                date_format(value.measured_on, "DATE_FORMAT"),
                with_unit(value.value, indicator.unit),
                value.source,
            ]
            for value in values
        ],
        facts,
    )


def with_unit(value: Decimal | None, unit: str) -> str:
    if value is None:
        return _("nicht veröffentlicht")
    number = Decimal(value).normalize()
    places = max(0, -int(number.as_tuple().exponent))
    text = number_format(number, places, use_l10n=True, force_grouping=True)
    return f"{text} {unit}".strip()


def _chart(indicator: Indicator, values: list[MeasuredValue]) -> Chart | None:
    """One value is a number, not a course: from two on there is something to draw."""
    if len(values) < 2:
        return None
    numbers = [Decimal(value.value) for value in values]
    bounds = [*numbers, *(n for n in (indicator.baseline, indicator.target) if n is not None)]
    # The axis begins at zero, or a small change would look big.
    low, high = min(0, *bounds), max(0, *bounds)

    def y(number: Decimal) -> int:
        return round(BOTTOM - (BOTTOM - TOP) * float(number - low) / (float(high - low) or 1))

    first, last = values[0].measured_on, values[-1].measured_on

    def x(day: dt.date) -> int:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / ((last - first).days or 1))

    points = [
        Point(
            x(value.measured_on),
            y(number),
            with_unit(number, ""),
            date_format(value.measured_on, "SHORT_DATE_FORMAT"),
            _anchor(number_of, len(values)),
        )
        for number_of, (value, number) in enumerate(zip(values, numbers, strict=True))
    ]
    return Chart(
        points,
        None if indicator.target is None else y(indicator.target),
        None if indicator.baseline is None else y(indicator.baseline),
    )


def _anchor(place: int, count: int) -> str:
    return "start" if place == 0 else "end" if place == count - 1 else "middle"
