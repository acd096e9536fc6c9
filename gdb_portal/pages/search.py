"""Search over all pages of one language, with German word stems."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from gdb_portal.core.pages import BasePage
from pilots.models import Pilot, PilotIndex
from strategy.facets import Facet, apply_facets
from strategy.models import (
    Chapter,
    FieldIndex,
    FieldOfAction,
    GuidingIdea,
    ImplementationProcess,
    Measure,
    MeasureIndex,
    StrategyPage,
    ValueCompass,
)
from strategy.page_links import paginate

from .models import NewsIndex, NewsPage

SHORTEST_QUERY = 2
LONGEST_QUERY = 100
MOST_RESULTS = 300
PER_PAGE = 10
OTHER = "seiten"
KINDS: dict[str, tuple[Any, tuple[type[Page], ...]]] = {
    "strategie": (_("Strategie"), (StrategyPage, Chapter, ImplementationProcess)),
    "werte": (_("Wertekompass"), (ValueCompass, GuidingIdea)),
    "handlungsfelder": (_("Handlungsfelder"), (FieldIndex, FieldOfAction)),
    "massnahmen": (_("Maßnahmen"), (MeasureIndex, Measure)),
    "pilotprojekte": (_("Pilotprojekte"), (PilotIndex, Pilot)),
    "neuigkeiten": (_("Neuigkeiten"), (NewsIndex, NewsPage)),
    OTHER: (_("Weitere Seiten"), ()),
}
KIND_OF = {model: kind for kind, (_label, models) in KINDS.items() for model in models}

# Marks that no text contains; they become <mark> after everything else was escaped.
BEGIN, END = "\x02", "\x03"
HEADLINE = f"StartSel={BEGIN}, StopSel={END}, MaxWords=40, MinWords=20, MaxFragments=2"


def search_pages(request: HttpRequest, locale: Locale) -> dict[str, Any]:
    """What the search page shows for `q`, `art` and `seite` in the address."""
    # PostgreSQL knows no NUL, and nobody types one.
    typed = normalize_newlines(request.GET.get("q", "")).replace("\x00", "")
    query = typed.strip()[:LONGEST_QUERY]
    if len(query) < SHORTEST_QUERY:
        return {"query": query, "is_too_short": bool(query)}
    pages = Page.objects.live().filter(locale=locale, depth__gt=1)
    found = list(pages.search(query, operator="and")[:MOST_RESULTS])
    is_loose = not found and " " in query
    if is_loose:
        found = list(pages.search(query, operator="or")[:MOST_RESULTS])
    facet: Facet[Page] = Facet(
        "art", _("Art der Seite"), {kind: label for kind, (label, _m) in KINDS.items()}, _kind
    )
    faceted = apply_facets(request, found, [facet])
    page, links = paginate(request, faceted.rows, PER_PAGE)
    return {
        "query": query,
        "is_loose": is_loose,
        "results": _results(list(page.object_list), query),
        "count": len(faceted.rows),
        "total": len(found),
        "facets": faceted.facets,
        **links,
    }


def _kind(page: Page) -> list[str]:
    return [KIND_OF.get(page.specific_class, OTHER)]


def _results(pages: list[Page], query: str) -> list[dict[str, Any]]:
    specific = {
        page.pk: page for page in Page.objects.filter(pk__in=[page.pk for page in pages]).specific()
    }
    ordered = [specific[page.pk] for page in pages]
    headlines = _headlines([_text_of(page) for page in ordered], query)
    return [
        {
            "title": page.title,
            "href": page.url,
            "kind": page.kind_label if isinstance(page, BasePage) else "",
            "excerpt": excerpt,
        }
        for page, excerpt in zip(ordered, headlines, strict=True)
    ]


def _text_of(page: Page) -> str:
    """The readable text of a page, as the index knows it."""
    parts = [getattr(page, "lead", "")]
    sections = getattr(page, "sections", None)
    if sections:
        parts += sections.stream_block.get_searchable_content(sections)
    return " ".join(" ".join(map(str, parts)).split())


def _headlines(texts: Iterable[str], query: str) -> list[SafeString]:
    """An excerpt of each text with the found words marked, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ts_headline('german', text, websearch_to_tsquery('german', %s), %s)"
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given(text, number) ORDER BY number",
            [query.replace("\x00", ""), HEADLINE, [text.replace("\x00", "") for text in texts]],
        )
        return [_marked(row[0]) for row in cursor.fetchall()]


def _marked(excerpt: str) -> SafeString:
    html = str(conditional_escape(excerpt)).replace(BEGIN, "<mark>").replace(END, "</mark>")
    # Safe: everything but our own two marks was escaped in the line above.
    return mark_safe(html)  # noqa: S308
