"""What a measure's page shows besides its text."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from .models import AdministrationName, Measure


def measure_facts(measure: Measure) -> dict[str, Any]:
    """Links, names and sources of one measure, also of a draft that is not saved yet."""
    involvements = list(measure.involvements.all())
    _load_names(measure, involvements)
    return {
        "field_links": list(measure.field_links.all()),
        "idea_links": list(measure.idea_links.all()),
        "measure_districts": list(measure.districts.all()),
        "involvements": involvements,
        "sources": list(measure.sources.all()),
        "relatives": _relatives(measure),
    }


def _load_names(measure: Measure, involvements: list[Any]) -> None:
    """Give all administrations of the page their names with one query."""
    ids = {involvement.administration_id for involvement in involvements}
    ids.add(measure.responsible_administration_id)
    names: dict[int, list[AdministrationName]] = {}
    for name in AdministrationName.objects.filter(administration__in=ids - {None}).select_related(
        "administration"
    ):
        names.setdefault(name.administration_id, []).append(name)
    known = {pk: rows[0].administration for pk, rows in names.items()}
    for pk, administration in known.items():
        administration._prefetched_objects_cache = {"names": names[pk]}
    for holder, attribute in [
        (measure, "responsible_administration"),
        *((involvement, "administration") for involvement in involvements),
    ]:
        administration = known.get(getattr(holder, f"{attribute}_id"))
        if administration is not None:
            setattr(holder, attribute, administration)


def _relatives(measure: Measure) -> dict[str, Measure]:
    """The measure it continues, and the one that continues it."""
    if not measure.pk:
        return {}
    found = Measure.objects.live().filter(Q(pk=measure.follows_id) | Q(follows=measure.pk))
    relatives = {}
    for other in found.defer("sections"):
        relatives["before" if other.pk == measure.follows_id else "after"] = other
    return relatives
