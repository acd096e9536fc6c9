"""The one thing that lower apps' templates know of participation."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from wagtail.models import Page

from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from strategy.models import Administration

from ..enums import HouseRule
from ..models import Topic

register = template.Library()


@register.inclusion_tag("participation/on_page.html", takes_context=True)
def participation(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """The topics of a page, open or closed, each with its counters. Reads only; two queries."""
    request: HttpRequest | None = context.get("request")
    topics = []
    if page.pk:
        topics = list(_for_cards(Topic.objects.public().on_page(page)))
    if request is not None:
        depends_on(request, PARTICIPATION)
        for topic in topics:
            expires_at(request, topic.next_boundary())
    return {
        "topics": [(topic, topic.present_phase()) for topic in topics],
        "portal": context.get("portal"),
    }


@register.inclusion_tag("participation/administration_topics.html", takes_context=True)
def administration_topics(
    context: dict[str, Any], administration: Administration
) -> dict[str, Any]:
    """The topics for which an administration answers. Reads only; two queries."""
    request: HttpRequest | None = context.get("request")
    topics = list(_for_cards(Topic.objects.public().filter(administration=administration)))
    if request is not None:
        depends_on(request, PARTICIPATION)
        for topic in topics:
            expires_at(request, topic.next_boundary())
    return {"topics": [(topic, topic.present_phase()) for topic in topics]}


@register.inclusion_tag("participation/open_topics.html", takes_context=True)
def open_topics(context: dict[str, Any], limit: int = 3) -> dict[str, Any]:
    """What people can take part in now, for the start page."""
    request: HttpRequest | None = context.get("request")
    rows = []
    for topic in _for_cards(Topic.objects.public()).order_by("answer_until", "pk")[:50]:
        phase = topic.present_phase()
        if request is not None:
            expires_at(request, topic.next_boundary())
        if phase and phase.features:
            rows.append((topic, phase))
    if request is not None:
        depends_on(request, PARTICIPATION)
    return {"topics": rows[:limit], "portal": context.get("portal")}


@register.simple_tag
def house_rules() -> list[tuple[str, str]]:
    """(number, text) of the rules that moderators apply; the terms of use print the same list."""
    return [(rule.value, rule.label) for rule in HouseRule]


def _for_cards(topics: Any) -> Any:
    """Cards name an administration by its short name, so its names over time are not needed."""
    return topics.select_related("tally", "administration").prefetch_related("phases")
