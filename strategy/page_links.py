"""Numbered pages of a list, by links in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from .facets import with_value

PER_PAGE = 12


def paginate(
    request: HttpRequest, rows: Sequence[Any], per_page: int = PER_PAGE
) -> tuple[Page, dict[str, Any]]:
    """The page that the address names, or the nearest one, and links to its neighbours."""
    page = Paginator(rows, per_page).get_page(request.GET.get("seite"))
    links = {
        "page_obj": page,
        "previous_url": _link(request, page.number - 1) if page.has_previous() else "",
        "next_url": _link(request, page.number + 1) if page.has_next() else "",
    }
    return page, links


def _link(request: HttpRequest, number: int) -> str:
    return with_value(request, "seite", str(number) if number > 1 else None)
