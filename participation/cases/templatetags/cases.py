"""What pages of the strategy show of cases. Read-only; a bounded number of queries each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.db.models import Prefetch
from django.http import HttpRequest
from wagtail.models import Page

from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.prepared import Prepared, Slot
from participation.enums import CommentStatus
from strategy.models import Administration, Measure, StrategyChange, StrategyVersion

from ..models import ChangeCause, Effect, ReachedStaleStep
from ..statistics import overall_statistics
from ..statistics import response_statistics as read_statistics
from ..tags import CASES
from ..views.public import next_midnight

register = template.Library()

SHOWN_EFFECTS = 20
EFFECTS = Prepared(
    lambda: (
        Effect.objects.public()
        .filter(page__translation_key=Slot("key"))
        .select_related("case")
        .order_by("-happened_on", "-pk")[:SHOWN_EFFECTS]
    )
)


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


@register.inclusion_tag("cases/stale_steps.html", takes_context=True)
def stale_steps(context: dict[str, Any], measure: Measure, since: dt.date) -> dict[str, Any]:
    """Who beyond the administration heard that nobody speaks about the measure. One query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, CASES)
    steps = ReachedStaleStep.objects.told().filter(
        measure__translation_key=measure.translation_key, since=since
    )
    return {"steps": steps.order_by("reached_on", "pk")}


@register.inclusion_tag("cases/effects.html", takes_context=True)
def effects(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """What contributions changed on this page. One query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, CASES)
    return {"effects": EFFECTS.ask(key=page.translation_key) if page.pk else []}


@register.inclusion_tag("cases/effects.html", takes_context=True)
def effects_in_version(context: dict[str, Any], version: StrategyVersion) -> dict[str, Any]:
    """What contributions changed in this version. One query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, CASES)
    found = Effect.objects.public().in_version(version).select_related("case")
    return {"effects": list(found.order_by("-happened_on", "-pk")[:SHOWN_EFFECTS])}


@register.inclusion_tag("cases/learning.html", takes_context=True)
def learning_effects(context: dict[str, Any]) -> dict[str, Any]:
    """What changed in the strategy and why, and what else contributions did. Three queries."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, CASES, PARTICIPATION)
    causes = ChangeCause.objects.filter(
        comment__status=CommentStatus.PUBLISHED, comment__topic__live=True
    ).select_related("comment__topic", "comment__case")
    changes = StrategyChange.objects.select_related(
        "version", "section__version", "measure"
    ).prefetch_related(Prefetch("causes", causes, to_attr="public_causes"))
    found = Effect.objects.public().for_list()
    return {
        "changes": changes[:SHOWN_EFFECTS],
        "effects": found.order_by("-happened_on", "-pk")[:SHOWN_EFFECTS],
    }
