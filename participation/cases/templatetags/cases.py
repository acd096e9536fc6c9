"""What pages of the strategy show of cases. Read-only; a bounded number of queries each."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from wagtail.models import Page

from gdb_portal.core.page_cache import depends_on, expires_at
from strategy.models import Administration

from ..models import Effect
from ..statistics import overall_statistics
from ..statistics import response_statistics as read_statistics
from ..tags import CASES
from ..views.public import next_midnight

register = template.Library()

SHOWN_EFFECTS = 20


@register.inclusion_tag("cases/response_statistics.html", takes_context=True)
def response_statistics(context: dict[str, Any], administration: Administration) -> dict[str, Any]:
    """How this administration answers, with its own remark. Two queries."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, CASES)
        expires_at(request, next_midnight())
    return {"statistics": read_statistics(administration)[0], "administration": administration}


@register.inclusion_tag("cases/response_overview.html", takes_context=True)
def response_overview(context: dict[str, Any]) -> dict[str, Any]:
    """How all administrations together answer. One query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, CASES)
        expires_at(request, next_midnight())
    return {"statistics": overall_statistics()}


@register.inclusion_tag("cases/effects.html", takes_context=True)
def effects(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """What contributions changed on this page. One query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, CASES)
    rows = []
    if page.pk:
        rows = list(
            Effect.objects.public()
            .on_page(page)
            .select_related("case")
            .order_by("-happened_on", "-pk")[:SHOWN_EFFECTS]
        )
    return {"effects": rows}
