"""What a topic's result page says about its reach."""

from __future__ import annotations

from typing import Any

from django import template

from ...models import Topic
from ..funnel import public_funnel

register = template.Library()


@register.inclusion_tag("reach/public.html")
def reach(topic: Topic) -> dict[str, Any]:
    """The way from reading to speaking, rounded. Reads only; one query."""
    return {"steps": public_funnel(topic)}
