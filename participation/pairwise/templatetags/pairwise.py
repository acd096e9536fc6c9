"""What a topic's pages know of its comparisons."""

from __future__ import annotations

from typing import Any

from django import template

from ...disclosure import SMALLEST_CELL
from ...models import Topic
from ..reading import comparisons_of, results_of

register = template.Library()


@register.inclusion_tag("pairwise/list.html")
def comparisons(topic: Topic) -> dict[str, Any]:
    """The public comparisons, to take part in. Reads only; one query."""
    return {"comparisons": comparisons_of(topic) if topic.pk else []}


@register.inclusion_tag("pairwise/results.html")
def rankings(topic: Topic) -> dict[str, Any]:
    """The rankings that may be shown. Reads only; two queries, one without comparisons."""
    return {"results": results_of(topic), "enough": SMALLEST_CELL}
