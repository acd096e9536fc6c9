"""Names for many rows at once, so that lists stay at a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from .german_order import german_key
from .models import Administration, AdministrationName, District


def administrations_by_id() -> dict[int, Administration]:
    """All administrations with their names, in one query."""
    known: dict[int, Administration] = {}
    names: dict[int, list[AdministrationName]] = {}
    for name in AdministrationName.objects.select_related("administration").order_by(
        "administration__sort_key", "pk"
    ):
        administration = known.setdefault(name.administration_id, name.administration)
        names.setdefault(administration.pk, []).append(name)
    for pk, administration in known.items():
        administration._prefetched_objects_cache = {"names": names[pk]}
    return known


def districts_by_id() -> dict[int, District]:
    districts = sorted(District.objects.all(), key=lambda district: german_key(district.name))
    return {district.pk: district for district in districts}


def titles_by_id(ids: Iterable[int]) -> dict[int, Page]:
    """Pages with little more than title and address, in the order of the tree."""
    pages = Page.objects.filter(pk__in=set(ids)).order_by("path")
    return {page.pk: page for page in pages}
