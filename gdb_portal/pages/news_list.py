"""News by date and year."""

from __future__ import annotations

from typing import Any

from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from wagtail.models import Page

from gdb_portal.core.originals import translated_or_original
from strategy.facets import Facet, apply_facets
from strategy.page_links import paginate

from .models import NewsPage


def news_list(request: HttpRequest, index: Page) -> dict[str, Any]:
    """Newest first; `jahr` in the address chooses a year."""
    rows = list(
        translated_or_original(NewsPage.objects.all(), index.locale.language_code)
        .order_by("-dated_on", "-path")
        .annotate(year=ExtractYear("dated_on"))
        .values_list("pk", "year")
    )
    years = {str(year): str(year) for year in sorted({year for _pk, year in rows}, reverse=True)}
    facet: Facet[tuple[int, int]] = Facet("jahr", "", years, lambda row: [str(row[1])])
    faceted = apply_facets(request, rows, [facet])
    page, links = paginate(request, [pk for pk, _year in faceted.rows], 10)
    found = NewsPage.objects.defer("sections").in_bulk(list(page.object_list))
    return {
        "news": [found[pk] for pk in page.object_list],
        "years": faceted.facets[0]["options"],
        "is_filtered": bool(faceted.chosen),
        "clear_href": request.path,
        "count": len(faceted.rows),
        **links,
    }
