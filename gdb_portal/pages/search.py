"""Search over all pages of one language and what was said about them, with German word stems.

When nothing has the typed words, words that contain them or look like them are tried, then each
word alone, and the reader is told so.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.models import Locale, Page

from gdb_portal.core.page_cache import PARTICIPATION, depends_on
from gdb_portal.core.pages import BasePage
from participation.cases import search as said
from participation.cases.tags import CASES
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

from .models import (
    Gathering,
    GatheringIndex,
    NewsIndex,
    NewsletterIndex,
    NewsletterIssue,
    NewsPage,
)
from .search_words import Words, near_words, suggestion, typed_words

SHORTEST_QUERY = 2
LONGEST_QUERY = 100
MOST_RESULTS = 300
MOST_SAID = 100
PER_PAGE = 10
OTHER = "seiten"
KINDS: dict[str, tuple[Any, tuple[type[Page], ...]]] = {
    "strategie": (_("Strategie"), (StrategyPage, Chapter, ImplementationProcess)),
    "werte": (_("Wertekompass"), (ValueCompass, GuidingIdea)),
    "handlungsfelder": (_("Handlungsfelder"), (FieldIndex, FieldOfAction)),
    "massnahmen": (_("Maßnahmen"), (MeasureIndex, Measure)),
    "pilotprojekte": (_("Pilotprojekte"), (PilotIndex, Pilot)),
    "neuigkeiten": (
        _("Neuigkeiten"),
        (NewsIndex, NewsPage, NewsletterIndex, NewsletterIssue),
    ),
    "termine": (_("Termine"), (GatheringIndex, Gathering)),
    **{kind: (label, ()) for kind, label in said.KINDS.items()},
    OTHER: (_("Weitere Seiten"), ()),
}
KIND_OF = {model: kind for kind, (_label, models) in KINDS.items() for model in models}

# How close the results are to what was typed.
EXACT, LOOSE, NEAR = "exact", "loose", "near"
Row = Page | said.Found

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
    depends_on(request, PARTICIPATION, CASES)
    words, found, closeness = find(query, locale)
    facet: Facet[Row] = Facet(
        "art",
        _("Art des Treffers"),
        {kind: label for kind, (label, _m) in KINDS.items()},
        lambda row: [kind_of(row)],
    )
    faceted = apply_facets(request, found, [facet])
    page, links = paginate(request, faceted.rows, PER_PAGE)
    return {
        "query": query,
        "follow_query": _follow_query(request, query),
        "is_loose": closeness == LOOSE,
        "is_near": closeness == NEAR,
        "suggestion": "" if closeness == EXACT and found else suggestion(query, locale),
        "results": _results(list(page.object_list), words),
        "count": len(faceted.rows),
        "total": len(found),
        "facets": faceted.facets,
        "chosen": faceted.chosen,
        **links,
    }


def _follow_query(request: HttpRequest, query: str) -> str:
    """The search without its page and order, for following it."""
    kinds = sorted(set(request.GET.getlist("art")) & set(KINDS))
    return urlencode([("q", query), *(("art", kind) for kind in kinds)])


def find(query: str, locale: Locale) -> tuple[Words, list[Row], str]:
    """All words, else words that contain them or look like them, else one of them."""
    public = Page.objects.live().filter(locale=locale, depth__gt=1)
    words = Words(query)
    found = [*public.search(query, operator="and")[:MOST_RESULTS], *_said(words, locale)]
    if found:
        return words, found, EXACT
    near = near_words(query)
    if near is not None:
        found = [*_pages_with(near, public), *_said(near, locale)]
        if found:
            return near, found, NEAR
    if len(typed_words(query)) > 1:
        words = Words(" OR ".join(typed_words(query)))
        found = [*public.search(query, operator="or")[:MOST_RESULTS], *_said(words, locale)]
    return words, found, LOOSE if found else EXACT


def _said(words: Words, locale: Locale) -> list[said.Found]:
    """People write German; who reads another language looks for pages in it."""
    if locale.language_code != settings.LANGUAGE_CODE:
        return []
    return said.find_said(words.query, MOST_SAID)


def _pages_with(words: Words, public: Any) -> list[Page]:
    """Best first; Wagtail's own search cannot be asked for given words of the index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id::int FROM wagtailsearch_indexentry,"  # noqa: S608  our own words
            f" {words.marking} AS wanted"
            " WHERE content_type_id = ANY(%s) AND (title || body) @@ wanted"
            " ORDER BY ts_rank(title || body, wanted) DESC, object_id LIMIT %s",
            [words.text, get_descendants_content_types_pks(Page), MOST_RESULTS],
        )
        ids = [pk for (pk,) in cursor.fetchall()]
    pages = public.in_bulk(ids)
    return [pages[pk] for pk in ids if pk in pages]


def kind_of(row: Row) -> str:
    """The kind of results that it belongs to."""
    if isinstance(row, said.Found):
        return row.kind
    return KIND_OF.get(row.specific_class, OTHER)


def _results(rows: list[Row], words: Words) -> list[dict[str, Any]]:
    ids = [row.pk for row in rows if isinstance(row, Page)]
    pages = {page.pk: page for page in Page.objects.filter(pk__in=ids).specific()}
    spoken = said.read_said(row for row in rows if isinstance(row, said.Found))
    shown = []
    for row in rows:
        if isinstance(row, said.Found):
            if row in spoken:
                shown.append(spoken[row])
        else:
            page = pages[row.pk]
            label = page.kind_label if isinstance(page, BasePage) else ""
            shown.append(said.Said(page.title, page.url, str(label), _text_of(page)))
    headlines = _headlines([result.text for result in shown], words)
    return [
        {"title": result.title, "href": result.href, "kind": result.kind_label, "excerpt": excerpt}
        for result, excerpt in zip(shown, headlines, strict=True)
    ]


def _text_of(page: Page) -> str:
    """The readable text of a page, as the index knows it."""
    parts = [getattr(page, "lead", "")]
    sections = getattr(page, "sections", None)
    if sections:
        parts += sections.stream_block.get_searchable_content(sections)
    return " ".join(" ".join(map(str, parts)).split())


def _headlines(texts: Iterable[str], words: Words) -> list[SafeString]:
    """An excerpt of each text with the found words marked, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT ts_headline('german', text, {words.marking}, %s)"  # noqa: S608  our own words
            " FROM unnest(%s::text[]) WITH ORDINALITY AS given(text, number) ORDER BY number",
            [words.text, HEADLINE, [text.replace("\x00", "") for text in texts]],
        )
        return [_marked(row[0]) for row in cursor.fetchall()]


def _marked(excerpt: str) -> SafeString:
    html = str(conditional_escape(excerpt)).replace(BEGIN, "<mark>").replace(END, "</mark>")
    # Safe: everything but our own two marks was escaped in the line above.
    return mark_safe(html)  # noqa: S308
