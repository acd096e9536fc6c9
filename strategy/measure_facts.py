"""What a measure's page shows besides its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from wagtail.models import Page

from gdb_portal.core.page_parts import reader_of, row_of
from gdb_portal.core.prepared import Among, Prepared, Slot
from gdb_portal.core.site_links import address_of

from .models import CooperationRequest, Measure, MeasureChange, Partner
from .names import administrations_by_id
from .phase_line import next_phase, phase_line
from .progress_freshness import freshness
from .progress_indicators import indicator_views
from .progress_milestones import milestone_line, milestone_share
from .progress_timeline import SHOWN_ON_PAGE, shown_entries

PARTNERS = Prepared(lambda: Partner.objects.filter(pk=Among(Slot("ids"))))
# What was told of a measure beside its page, the same in every language: one question for both.
BESIDE = Prepared(
    lambda: Measure.objects.filter(pk=Slot("pk")).values_list(
        ArraySubquery(
            MeasureChange.objects.filter(measure_key=OuterRef("translation_key"))
            .order_by("-id")
            .values(row=row_of(MeasureChange))[: SHOWN_ON_PAGE + 1]
        ),
        ArraySubquery(
            CooperationRequest.objects.public()
            .filter(measure__translation_key=OuterRef("translation_key"))
            .values(row=row_of(CooperationRequest))
        ),
    )
)
# Pages that measures link to, their translations, and the measure that continues this one.
NAMED_PAGES = Prepared(
    lambda: (
        Page.objects.live()
        .filter(
            Q(pk=Among(Slot("ids")))
            | Q(
                translation_key=Among(
                    ArraySubquery(
                        Page.objects.filter(pk=Among(Slot("ids"))).values("translation_key")
                    )
                ),
                locale=Slot("locale"),
            )
            | Q(pk=Among(ArraySubquery(Measure.objects.filter(follows=Slot("here")).values("pk"))))
        )
        .values_list(
            "pk",
            "title",
            "url_path",
            "locale",
            "locale__language_code",
            "translation_key",
            "fieldofaction__group__line",
            "measure__follows",
            named=True,
        )
    )
)


@dataclass(frozen=True, slots=True)
class FactLink:
    """A page that a measure names. `line` is the colour of a field of action."""

    title: str
    href: str
    line: int | None
    is_own_estimate: bool = False


def measure_facts(measure: Measure) -> dict[str, Any]:
    """Links, names and sources of one measure, also of a draft that is not saved yet."""
    involvements = list(measure.involvements.all())
    changes, requests = _beside(measure)
    _load_names(measure, involvements, requests)
    timeline, timeline_is_longer = shown_entries(changes)
    return {
        "milestone_steps": milestone_line(measure),
        "milestone_share": milestone_share(measure),
        "indicators": indicator_views(measure),
        "freshness": freshness(measure, timeline[0].change if timeline else None),
        "cooperation_requests": requests,
        "timeline": timeline,
        "timeline_is_longer": timeline_is_longer,
        **_named_pages(measure),
        "measure_districts": list(measure.districts.all()),
        "involvements": involvements,
        "sources": list(measure.sources.all()),
        "phase_steps": phase_line(measure),
        "next_phase": next_phase(measure),
    }


def _beside(measure: Measure) -> tuple[list[MeasureChange], list[CooperationRequest]]:
    """The newest changes and the public requests; none of a draft that is not saved yet."""
    for changes, requests in BESIDE.ask(pk=measure.pk) if measure.pk else []:
        return (
            [reader_of(MeasureChange)(row) for row in changes],
            [reader_of(CooperationRequest)(row) for row in requests],
        )
    return [], []


def _load_names(measure: Measure, involvements: list[Any], requests: list[Any]) -> None:
    """Load all administrations of the page with their names, and all partners: two queries."""
    ids = {involvement.administration_id for involvement in involvements}
    ids |= {side for row in requests for side in (row.sender_id, row.addressee_id)}
    known = administrations_by_id({measure.responsible_administration_id, *ids} - {None})
    partner_ids = {measure.lead_partner_id, *(row.partner_id for row in involvements)} - {None}
    partners = {p.pk: p for p in PARTNERS.ask(ids=list(partner_ids))} if partner_ids else {}
    loaded: dict[str, dict[Any, Any]] = {
        "responsible_administration": known,
        "administration": known,
        "sender": known,
        "addressee": known,
        "lead_partner": partners,
        "partner": partners,
    }
    for holder in (measure, *involvements, *requests):
        for attribute, found in loaded.items():
            thing = found.get(getattr(holder, f"{attribute}_id", None))
            if thing is not None:
                setattr(holder, attribute, thing)


def _named_pages(measure: Measure) -> dict[str, Any]:
    """Fields, guiding ideas and relatives with one query.

    Links point to German pages; languages share them, so each page is named in the measure's
    language where it exists there. What is not public is not named.
    """
    fields, ideas = list(measure.field_links.all()), list(measure.idea_links.all())
    ids = [*(link.field_id for link in fields), *(link.idea_id for link in ideas)]
    if measure.follows_id:
        ids.append(measure.follows_id)
    rows = NAMED_PAGES.ask(ids=ids, locale=measure.locale_id, here=measure.pk)
    in_language = {row.translation_key: row for row in rows if row.locale == measure.locale_id}
    by_id = {row.pk: row for row in rows}

    def links(rows_of_measure: list[Any], attribute: str) -> list[FactLink]:
        found = []
        for row in rows_of_measure:
            page = by_id.get(getattr(row, attribute))
            if page is not None:
                page = in_language.get(page.translation_key, page)
                found.append(_link(page, row.is_own_estimate))
        return found

    before = by_id.get(measure.follows_id)
    after = next((row for row in rows if measure.pk and row.measure__follows == measure.pk), None)
    return {
        "field_links": links(fields, "field_id"),
        "idea_links": links(ideas, "idea_id"),
        "follows": before and _link(before),
        "followed_by": after and _link(after),
    }


def _link(row: Any, is_own_estimate: bool = False) -> FactLink:
    return FactLink(
        row.title,
        address_of(row.url_path, row.locale__language_code),
        row.fieldofaction__group__line,
        is_own_estimate,
    )
