"""What a topic's result page knows of its evaluation."""

from __future__ import annotations

from typing import Any

from django import template

from ...models import Topic
from ..reading import published_themes

register = template.Library()


@register.inclusion_tag("evaluation/themes.html")
def themes(topic: Topic) -> dict[str, Any]:
    """The published themes with quotes and measures. Reads only; two queries."""
    return {"themes": published_themes(topic)}
