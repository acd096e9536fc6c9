"""The list of measures: filters, counts, order and pages, all from the address."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .enums import KIND_PARAMETERS, STATUS_PARAMETERS
from .facets import Facet, apply_facets, with_value
from .german_order import german_key
from .models import Administration, District, Involvement, Measure, MeasureField, MeasureIdea
from .names import administrations_by_id, districts_by_id, titles_by_id
from .page_links import paginate
from .progress_rollup import roll_up

CITYWIDE = "ganz-berlin"
ORDERS = {"titel": _("Titel"), "beginn": _("Beginn, neueste zuerst")}
SHORTEST_QUERY = 2


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """What filtering needs to know of a measure."""

    pk: int
    title: str
    status: str
    kind: str
    starts_on: Any
    is_citywide: bool
    responsible_id: int | None
    field_ids: tuple[int, ...]
    idea_ids: tuple[int, ...]
    district_ids: tuple[int, ...]
    involved_ids: tuple[int, ...]


def measure_rows(
    found: set[uuid.UUID] | None = None, *, locale_id: int | None = None
) -> list[MeasureRow]:
    """All live measures, or those with a key among `found`, in one query.

    Their titles are in the reader's language where they have one.
    """
    measures = Measure.objects.live().in_source_language()
    if found is not None:
        measures = measures.filter(translation_key__in=found)
    own = OuterRef("pk")
    translations = Measure.objects.live().filter(
        locale_id=locale_id, translation_key=OuterRef("translation_key")
    )
    involved = Involvement.objects.filter(measure=own, administration__isnull=False)
    rows = measures.values_list(
        "pk",
        Coalesce(translations.values("title")[:1], "title"),
        "status",
        "kind",
        "starts_on",
        "is_citywide",
        "responsible_administration_id",
        ArraySubquery(MeasureField.objects.filter(measure=own).values("field_id")),
        ArraySubquery(MeasureIdea.objects.filter(measure=own).values("idea_id")),
        ArraySubquery(Measure.districts.through.objects.filter(measure=own).values("district_id")),
        ArraySubquery(involved.values("administration_id")),
    )
    return [MeasureRow(*row[:7], *map(tuple, row[7:])) for row in rows]


def measure_list(request: HttpRequest, index: Page) -> dict[str, Any]:
    """Everything the list's template shows."""
    query = request.GET.get("q", "").strip()[:100]
    rows = measure_rows(_found(query), locale_id=index.locale_id)
    administrations = administrations_by_id()
    districts = districts_by_id()
    titles = titles_by_id(
        (pk for row in rows for pk in (*row.field_ids, *row.idea_ids)), locale_id=index.locale_id
    )
    faceted = apply_facets(request, rows, _facets(rows, administrations, districts, titles))
    order = request.GET.get("sortierung", "")
    page, links = paginate(request, _in_order(faceted.rows, order))
    return {
        "measures": _measures(page.object_list, index.locale_id, administrations, districts),
        "rollup": roll_up(faceted.rows),
        "facets": faceted.facets,
        "chosen": faceted.chosen,
        "query": query,
        "count": len(faceted.rows),
        "total": len(rows),
        "orders": _orders(request, order),
        "clear_href": request.path,
        "is_filtered": bool(faceted.chosen or query),
        **links,
    }


def _found(query: str) -> set[uuid.UUID] | None:
    if len(query) < SHORTEST_QUERY:
        return None
    return {
        measure.translation_key
        for measure in Measure.objects.live().defer("sections").search(query)
    }


def _facets(
    rows: list[MeasureRow],
    administrations: dict[int, Administration],
    districts: dict[int, District],
    titles: dict[int, Page],
) -> list[Facet[MeasureRow]]:
    kind_of = {kind: parameter for parameter, kind in KIND_PARAMETERS.items()}
    status_of = {status: parameter for parameter, status in STATUS_PARAMETERS.items()}
    fields = {pk: titles[pk] for pk in titles if any(pk in row.field_ids for row in rows)}
    ideas = {pk: titles[pk] for pk in titles if any(pk in row.idea_ids for row in rows)}

    def places(row: MeasureRow) -> list[str]:
        here = [districts[pk].slug for pk in row.district_ids]
        return [*here, CITYWIDE] if row.is_citywide else here

    def bodies(row: MeasureRow) -> list[str]:
        ids = {*row.involved_ids, row.responsible_id}
        return [administrations[pk].slug for pk in ids if pk in administrations]

    return [
        Facet(
            "status",
            _("Status"),
            {key: value.label for key, value in STATUS_PARAMETERS.items()},
            lambda row: [status_of[row.status]],
        ),
        Facet(
            "art",
            _("Art"),
            {key: value.label for key, value in KIND_PARAMETERS.items()},
            lambda row: [kind_of[row.kind]] if row.kind else [],
        ),
        Facet(
            "feld",
            _("Handlungsfeld"),
            {page.slug: page.title for page in fields.values()},
            lambda row: [fields[pk].slug for pk in row.field_ids if pk in fields],
        ),
        Facet(
            "wert",
            _("Leitgedanke"),
            {page.slug: page.title for page in ideas.values()},
            lambda row: [ideas[pk].slug for pk in row.idea_ids if pk in ideas],
        ),
        Facet(
            "bezirk",
            _("Bezirk"),
            {
                CITYWIDE: _("ganz Berlin"),
                **{district.slug: district.name for district in districts.values()},
            },
            places,
        ),
        Facet(
            "verwaltung",
            _("Verwaltung, zuständig oder beteiligt"),
            {body.slug: body.name for body in administrations.values()},
            bodies,
        ),
    ]


def _in_order(rows: list[MeasureRow], order: str) -> list[MeasureRow]:
    rows = sorted(rows, key=lambda row: german_key(row.title))
    if order == "beginn":
        rows.sort(key=lambda row: row.starts_on.toordinal() if row.starts_on else 0, reverse=True)
    return rows


def _orders(request: HttpRequest, chosen: str) -> list[dict[str, Any]]:
    chosen = chosen if chosen in ORDERS else "titel"
    return [
        {
            "label": label,
            "href": with_value(request, "sortierung", None if value == "titel" else value),
            "is_active": value == chosen,
        }
        for value, label in ORDERS.items()
    ]


def _measures(
    rows: list[MeasureRow],
    locale_id: int,
    administrations: dict[int, Administration],
    districts: dict[int, District],
) -> list[Measure]:
    """The measures of one page of the list; names come from what is already known."""
    german = Measure.objects.filter(pk__in=[row.pk for row in rows])
    translated = Q(locale_id=locale_id, translation_key__in=german.values("translation_key"))
    found = list(
        Measure.objects.live().filter(Q(pk__in=german.values("pk")) | translated).defer("sections")
    )
    key_of = {measure.pk: measure.translation_key for measure in found}
    read = {measure.translation_key: measure for measure in found}
    read |= {m.translation_key: m for m in found if m.locale_id == locale_id}
    measures = []
    for row in rows:
        measure = read[key_of[row.pk]]
        if row.responsible_id is not None:
            measure.responsible_administration = administrations[row.responsible_id]
        measure.district_names = [districts[pk].name for pk in row.district_ids]
        measures.append(measure)
    return measures
