"""What a measure's page shows besides its text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from .models import FieldOfAction, GuidingIdea, Measure, Partner
from .names import administrations_by_id
from .phase_line import next_phase, phase_line
from .progress_freshness import freshness
from .progress_indicators import indicator_views
from .progress_milestones import milestone_line, milestone_share
from .progress_timeline import newest_entries


def measure_facts(measure: Measure) -> dict[str, Any]:
    """Links, names and sources of one measure, also of a draft that is not saved yet."""
    involvements = list(measure.involvements.all())
    _load_names(measure, involvements)
    field_links = list(measure.field_links.all())
    _load_pages(field_links, "field", FieldOfAction.objects.select_related("group"), measure)
    idea_links = list(measure.idea_links.all())
    _load_pages(idea_links, "idea", GuidingIdea.objects.all(), measure)
    timeline, timeline_is_longer = newest_entries(measure)
    return {
        "milestone_steps": milestone_line(measure),
        "milestone_share": milestone_share(measure),
        "indicators": indicator_views(measure),
        "freshness": freshness(measure, timeline[0].change if timeline else None),
        "timeline": timeline,
        "timeline_is_longer": timeline_is_longer,
        "field_links": field_links,
        "idea_links": idea_links,
        "measure_districts": list(measure.districts.all()),
        "involvements": involvements,
        "sources": list(measure.sources.all()),
        "relatives": _relatives(measure),
        "phase_steps": phase_line(measure),
        "next_phase": next_phase(measure),
    }


def _load_names(measure: Measure, involvements: list[Any]) -> None:
    """Load all administrations of the page with their names, and all partners: two queries."""
    ids = {involvement.administration_id for involvement in involvements}
    known = administrations_by_id({measure.responsible_administration_id, *ids} - {None})
    partners = Partner.objects.in_bulk(
        {measure.lead_partner_id, *(row.partner_id for row in involvements)} - {None}
    )
    loaded: dict[str, dict[Any, Any]] = {
        "responsible_administration": known,
        "administration": known,
        "lead_partner": partners,
        "partner": partners,
    }
    for holder in (measure, *involvements):
        for attribute, found in loaded.items():
            thing = found.get(getattr(holder, f"{attribute}_id", None))
            if thing is not None:
                setattr(holder, attribute, thing)


def _load_pages(links: Iterable[Any], attribute: str, pages: Any, measure: Measure) -> None:
    """Give all links their pages with one query, each in the measure's language where it exists.

    Links point to German pages; languages share them.
    """
    links = list(links)
    ids = [getattr(link, f"{attribute}_id") for link in links]
    if not ids:
        return
    keys = pages.model.objects.filter(pk__in=ids).values("translation_key")
    found = list(
        pages.filter(Q(pk__in=ids) | Q(translation_key__in=keys, locale=measure.locale_id))
        .live()
        .defer("sections")
    )
    in_language = {
        page.translation_key: page for page in found if page.locale_id == measure.locale_id
    }
    by_id = {page.pk: page for page in found}
    for link in links:
        page = by_id.get(getattr(link, f"{attribute}_id"))
        if page is not None:
            setattr(link, attribute, in_language.get(page.translation_key, page))


def _relatives(measure: Measure) -> dict[str, Measure]:
    """The measure it continues, and the one that continues it."""
    if not measure.pk:
        return {}
    found = Measure.objects.live().filter(Q(pk=measure.follows_id) | Q(follows=measure.pk))
    relatives = {}
    for other in found.defer("sections"):
        relatives["before" if other.pk == measure.follows_id else "after"] = other
    return relatives
