"""Names for many rows at once, so that lists stay at a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail.models import Page

from gdb_portal.core.page_parts import PreparedWithParts
from gdb_portal.core.prepared import Among, Slot

from .german_order import german_key
from .models import Administration, District

ALL = PreparedWithParts(
    lambda: Administration.objects.all(), lambda: [Administration._meta.get_field("names")]
)
SOME = PreparedWithParts(
    lambda: Administration.objects.filter(pk=Among(Slot("ids"))),
    lambda: [Administration._meta.get_field("names")],
)


def administrations_by_id(ids: Iterable[int] | None = None) -> dict[int, Administration]:
    """All administrations, or the given ones, with their names, in one query."""
    found = ALL.ask() if ids is None else SOME.ask(ids=list(ids))
    return {body.pk: body for body in found}


def districts_by_id() -> dict[int, District]:
    districts = sorted(District.objects.all(), key=lambda district: german_key(district.name))
    return {district.pk: district for district in districts}


def titles_by_id(ids: Iterable[int]) -> dict[int, Page]:
    """Pages with little more than title and address, in the order of the tree."""
    pages = Page.objects.filter(pk__in=set(ids)).order_by("path")
    return {page.pk: page for page in pages}
