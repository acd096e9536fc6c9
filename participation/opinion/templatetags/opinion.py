"""What a topic's pages know of its opinion map."""

from __future__ import annotations

from typing import Any

from django import template

from ...models import Topic
from ..reading import most_common, read_map

register = template.Library()
SHOWN = 3


@register.inclusion_tag("opinion/teaser.html")
def opinion_teaser(topic: Topic, heading: str = "h2") -> dict[str, Any]:
    """That there is a map, and what all groups share most. Reads only; at most one query."""
    known = read_map(topic) if topic.pk else None
    if known is None or not known.has_groups:
        return {}
    return {
        "map": known,
        "topic": topic,
        "heading": heading,
        "common": most_common(known, SHOWN),
    }
