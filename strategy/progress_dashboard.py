"""How the strategy is doing, for someone with one minute: every figure counted, none estimated."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from wagtail.models import Page

from .enums import UNDER_WAY, ImplementationPhase
from .measure_list import CITYWIDE, MeasureRow, measure_rows
from .models import Indicator, Measure, MeasuredValue, Milestone
from .names import administrations_by_id, districts_by_id, titles_by_id
from .progress_indicators import with_unit
from .progress_milestones import Share
from .progress_rollup import RollUp, roll_up

SHOWN = 10
ROW_HEIGHT = 36


@dataclass(frozen=True, slots=True)
class Late:
    """A milestone past its plan, or a measure without news."""

    measure: Page
    title: str
    date: Any


@dataclass(frozen=True, slots=True)
class Bar:
    label: Any
    count: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Group:
    """The roll-up of one field, guiding idea, administration or district."""

    label: Any
    href: str
    rollup: RollUp
    page: Page | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """An indicator with its newest value."""

    indicator: Indicator
    measure: Page
    value: str
    measured_on: dt.date | None


def dashboard(language: str, today: dt.date) -> dict[str, Any]:
    """Seven queries, one more in another language."""
    measures = list(
        Measure.objects.live()
        .in_source_language()
        .with_updated_on()
        .defer("sections")
        .order_by("title", "id")
    )
    rows = measure_rows()
    by_measure: dict[int, list[Milestone]] = {measure.pk: [] for measure in measures}
    milestones = Milestone.objects.filter(measure__in=by_measure)
    for milestone in milestones.order_by("planned_on", "sort_order", "id"):
        by_measure[milestone.measure_id].append(milestone)
    shares = {pk: share for pk, found in by_measure.items() if (share := Share.of(found, today))}
    titles = titles_by_id(pk for row in rows for pk in (*row.field_ids, *row.idea_ids))
    read = _in_language([*measures, *titles.values()], language)
    since = today - dt.timedelta(days=settings.GDB_MEASURE_STALE_DAYS)
    stale = sorted(
        (m for m in measures if m.status in UNDER_WAY and m.updated_on and m.updated_on < since),
        key=lambda measure: measure.updated_on,
    )
    overdue = [
        Late(read(measure), milestone.title, milestone.planned)
        for measure in measures
        for milestone in by_measure[measure.pk]
        if milestone.is_overdue(today)
    ]
    return {
        "rollup": roll_up(measures, shares),
        "phases": _phases(measures),
        "unknown_phase_count": sum(not measure.phase for measure in measures),
        "overdue": overdue[:SHOWN],
        "overdue_count": len(overdue),
        "stale": [Late(read(m), "", m.updated_on) for m in stale[:SHOWN]],
        "stale_count": len(stale),
        "stale_days": settings.GDB_MEASURE_STALE_DAYS,
        "indicators": _indicators({measure.pk: read(measure) for measure in measures}),
        "groups": _groups(rows, shares, titles, read),
    }


def _in_language(pages: list[Page], language: str) -> Callable[[Page], Page]:
    """Each page in the reader's language where it exists."""
    if language == settings.LANGUAGE_CODE:
        return lambda page: page
    keys = {page.translation_key for page in pages}
    found = {
        page.translation_key: page
        for page in Page.objects.live().filter(
            translation_key__in=keys, locale__language_code=language
        )
    }
    return lambda page: found.get(page.translation_key, page)


def _phases(measures: list[Measure]) -> dict[str, Any]:
    """Counts by phase, for a drawing and its table; whose phase is not known is not drawn."""
    counts = Counter(measure.phase for measure in measures)
    most = max((counts[phase.value] for phase in ImplementationPhase), default=0) or 1
    labels: list[tuple[Any, int]] = [
        (phase.label, counts[phase.value]) for phase in ImplementationPhase
    ]
    return {
        "bars": [
            Bar(label, count, place * ROW_HEIGHT, count * 300 // most)
            for place, (label, count) in enumerate(labels)
        ],
        "rows": [[label, count] for label, count in [*labels, (_("nicht bekannt"), counts[""])]],
        "columns": [_("Umsetzungsphase"), _("Maßnahmen")],
    }


def _indicators(measures: dict[int, Page]) -> list[Number]:
    newest = MeasuredValue.objects.filter(indicator=OuterRef("pk")).order_by("-measured_on", "-id")
    found = (
        Indicator.objects.filter(measure__in=measures)
        .annotate(
            newest_value=Subquery(newest.values("value")[:1]),
            newest_on=Subquery(newest.values("measured_on")[:1]),
        )
        .order_by("measure__title", "measure_id", "sort_order", "id")
    )
    return [
        Number(
            indicator,
            measures[indicator.measure_id],
            with_unit(indicator.newest_value, indicator.unit),
            indicator.newest_on,
        )
        for indicator in found
    ]


def _groups(
    rows: list[MeasureRow],
    shares: dict[int, Share],
    titles: dict[int, Page],
    read: Callable[[Page], Page],
) -> list[dict[str, Any]]:
    """The same roll-up by field, guiding idea, administration and district."""
    administrations = administrations_by_id()
    districts = districts_by_id()

    def pages(pks_of: Callable[[MeasureRow], Iterable[int]]) -> list[Group]:
        chosen = [pk for pk in titles if any(pk in pks_of(row) for row in rows)]
        return [
            Group(
                read(titles[pk]).title,
                "",
                roll_up([row for row in rows if pk in pks_of(row)], shares),
                read(titles[pk]),
            )
            for pk in chosen
        ]

    def filtered(label: Any, parameter: str, value: str, found: list[MeasureRow]) -> Group:
        return Group(label, f"?{parameter}={value}", roll_up(found, shares))

    by_office = [
        Group(
            office.name,
            office.url,
            roll_up([row for row in rows if row.responsible_id == pk], shares),
        )
        for pk, office in administrations.items()
    ]
    by_district = [
        filtered(
            district.name,
            "bezirk",
            district.slug,
            [row for row in rows if pk in row.district_ids],
        )
        for pk, district in districts.items()
    ]
    by_district.append(
        filtered(_("ganz Berlin"), "bezirk", CITYWIDE, [row for row in rows if row.is_citywide])
    )
    return [
        {"anchor": anchor, "title": title, "members": [m for m in members if m.rollup.total]}
        for anchor, title, members in (
            ("felder", _("Nach Handlungsfeld"), pages(lambda row: row.field_ids)),
            ("leitgedanken", _("Nach Leitgedanken"), pages(lambda row: row.idea_ids)),
            ("verwaltungen", _("Nach zuständiger Verwaltung"), by_office),
            ("bezirke", _("Nach Bezirk"), by_district),
        )
    ]
