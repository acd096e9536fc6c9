"""Up to four pilots side by side: the same questions asked of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from strategy.german_order import german_key
from strategy.models import FieldOfAction, GuidingIdea, MeasureField, MeasureIdea

from .models import Finding, Pilot

MOST = 4


@dataclass(slots=True)
class Cell:
    """What one pilot says to one question; nothing known has no lines."""

    lines: list[str] = field(default_factory=list)
    is_own_estimate: bool = False


@dataclass(slots=True)
class Comparison:
    """`everything` is what can be chosen, `chosen` what stands side by side."""

    everything: list[Pilot]
    chosen: list[Pilot]
    rows: list[tuple[str, list[Cell]]]
    ideas: list[tuple[Page, list[Cell]]]


def compare_pilots(slugs: Iterable[str], locale: Locale) -> Comparison:
    """Those of `slugs` that exist, at most four, in their order. Relations in one query each."""
    everything = list(Pilot.objects.live().filter(locale=locale).with_names())
    everything.sort(key=lambda pilot: german_key(pilot.title))
    known = {pilot.slug: pilot for pilot in everything}
    chosen = [known[slug] for slug in dict.fromkeys(slugs) if slug in known][:MOST]
    if not chosen:
        return Comparison(everything, [], [], [])
    ids = [pilot.pk for pilot in chosen]
    links = list(MeasureIdea.objects.filter(measure__in=ids).select_related("idea"))
    fields = MeasureField.objects.filter(measure__in=ids).select_related("field")
    findings = Finding.objects.filter(pilot__in=ids).order_by("sort_order", "id")
    rows = [
        *((label, [Cell(_lines(read(pilot))) for pilot in chosen]) for label, read in _questions()),
        (_("Handlungsfelder"), _field_cells(chosen, list(fields), locale)),
        (_("Erkenntnisse"), _finding_cells(chosen, list(findings))),
    ]
    ideas = GuidingIdea.objects.live().filter(locale=locale).defer("sections").order_by("path")
    return Comparison(
        everything, chosen, rows, [(idea, _idea_cells(chosen, links, idea)) for idea in ideas]
    )


def _questions() -> list[tuple[str, Callable[[Pilot], Any]]]:
    return [
        (_("Stand"), lambda pilot: pilot.get_status_display()),
        (_("Umsetzungsphase"), lambda pilot: pilot.get_phase_display()),
        (_("Zeitraum"), lambda pilot: pilot.period),
        (_("Wo in Berlin"), _places),
        (_("Zuständige Verwaltung"), lambda pilot: pilot.responsible_administration),
        (_("Federführung"), lambda pilot: pilot.lead_partner),
        (_("Geld"), _money),
    ]


def _places(pilot: Pilot) -> list[str]:
    places = [_("ganz Berlin")] if pilot.is_citywide else pilot.district_names
    is_said = pilot.place.casefold() in {str(place).casefold() for place in places}
    return places if is_said else [*places, pilot.place]


def _money(pilot: Pilot) -> str:
    if pilot.budget_amount is None:
        return ""
    return _("%(amount)s Euro") % {"amount": floatformat(pilot.budget_amount, "0g")}


def _lines(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(line) for line in values if line]


def _field_cells(pilots: list[Pilot], links: list[MeasureField], locale: Locale) -> list[Cell]:
    """Links point to German fields; their titles are the reader's where they exist."""
    keys = {link.field.translation_key for link in links}
    titles = dict(
        FieldOfAction.objects.live()
        .filter(locale=locale, translation_key__in=keys)
        .values_list("translation_key", "title")
    )
    return [
        Cell(
            [
                titles.get(link.field.translation_key, link.field.title)
                for link in links
                if link.measure_id == pilot.pk
            ]
        )
        for pilot in pilots
    ]


def _finding_cells(pilots: list[Pilot], findings: list[Finding]) -> list[Cell]:
    return [
        Cell([finding.title for finding in findings if finding.pilot_id == pilot.pk])
        for pilot in pilots
    ]


def _idea_cells(pilots: list[Pilot], links: list[MeasureIdea], idea: Page) -> list[Cell]:
    cells = []
    for pilot in pilots:
        link = next(
            (
                link
                for link in links
                if link.measure_id == pilot.pk and link.idea.translation_key == idea.translation_key
            ),
            None,
        )
        cells.append(Cell([_("ja")], link.is_own_estimate) if link else Cell())
    return cells
