"""The one thing that other apps' templates know of gatherings."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from participation.models import Topic

from ..gathering_list import coming_gatherings, gatherings_about

register = template.Library()
NEXT = 3


@register.inclusion_tag("pages/gatherings_about.html", takes_context=True)
def gatherings(context: dict[str, Any], subject: Page | Topic) -> dict[str, Any]:
    """What belongs to a page or a topic, the next first, then what is over. One query."""
    coming, over = gatherings_about(context.get("request"), subject) if subject.pk else ([], [])
    return {"coming": coming, "over": over, "page": subject, "request": context.get("request")}


@register.inclusion_tag("pages/gatherings_next.html", takes_context=True)
def next_gatherings(context: dict[str, Any], home: Page) -> dict[str, Any]:
    """The next few, for the start page. One query."""
    found = coming_gatherings(context.get("request"), NEXT) if home.pk else []
    return {
        "gatherings": found,
        "page": home,
        "request": context.get("request"),
        "links": context.get("links"),
    }
