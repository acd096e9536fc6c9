"""The portal's search as something to follow: what it finds, known by keys that last."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page

from gdb_portal.core.pages import BasePage
from participation.cases import search as said
from participation.digests.models import SavedSearch
from participation.digests.searches import Engine, Hit, register_search

from .search import LOOSE, Row, find, kind_of

PAGE = "seite"


def find_keys(search: SavedSearch) -> list[str]:
    """Everything public that has all the words, or words that contain or resemble them.

    What has only one of several words is shown to whoever searches, but worth no mail.
    """
    locale = Locale.objects.filter(language_code=search.language).first()
    if locale is None:
        return []
    _words, rows, closeness = find(search.query, locale)
    if closeness == LOOSE:
        return []
    kinds = set(search.kinds)
    return [_key(row) for row in rows if not kinds or kind_of(row) in kinds]


def _key(row: Row) -> str:
    return f"{row.kind}-{row.pk}" if isinstance(row, said.Found) else f"{PAGE}-{row.pk}"


def read_hits(search: SavedSearch, keys: Sequence[str]) -> list[Hit]:
    """Those of the results that are still public, in their order, in the reader's language."""
    parts = [key.rpartition("-") for key in keys]
    numbers = [int(number) for kind, _dash, number in parts if kind == PAGE]
    pages = Page.objects.live().filter(pk__in=numbers).specific()
    found = said.read_said(
        said.Found(kind, int(number)) for kind, _dash, number in parts if kind != PAGE
    )
    hits = {
        f"{PAGE}-{page.pk}": Hit(
            f"{PAGE}-{page.pk}",
            page.title,
            page.url or "",
            str(page.kind_label) if isinstance(page, BasePage) else "",
        )
        for page in pages
    }
    for row, what in found.items():
        hits[_key(row)] = Hit(_key(row), what.title, what.href, what.kind_label)
    return [hits[key] for key in keys if key in hits]


def url_of(search: SavedSearch) -> str:
    """The search's page in its own language."""
    query = [("q", search.query), *(("art", kind) for kind in search.kinds)]
    with translation.override(search.language):
        return f"{reverse('pages:search')}?{urlencode(query)}"


def register() -> None:
    register_search(Engine(find=find_keys, read=read_hits, url=url_of))
