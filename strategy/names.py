"""Names for many rows at once, so that lists stay at a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
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


def titles_by_id(ids: Iterable[int], *, locale_id: int | None = None) -> dict[int, Page]:
    """Pages with little more than title and address, in the order of the tree.

    Under the number of each stands its translation, where there is one.
    """
    wanted = set(ids)
    keys = Page.objects.filter(pk__in=wanted).values("translation_key")
    translated = Q(live=True, locale_id=locale_id, translation_key__in=keys)
    pages = list(Page.objects.filter(Q(pk__in=wanted) | translated).order_by("path"))
    read = {page.translation_key: page for page in pages if page.locale_id == locale_id}
    return {page.pk: read.get(page.translation_key, page) for page in pages if page.pk in wanted}
