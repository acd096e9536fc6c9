"""What pages of topics and measures know of evaluations."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from gdb_portal.core.page_cache import PARTICIPATION, depends_on
from strategy.models import Measure

from ...models import Topic
from ..reading import published_themes, themes_about

register = template.Library()


@register.inclusion_tag("evaluation/themes.html")
def themes(topic: Topic) -> dict[str, Any]:
    """The published themes with quotes and measures. Reads only; two queries."""
    return {"themes": published_themes(topic)}


@register.inclusion_tag("evaluation/measure_themes.html", takes_context=True)
def measure_themes(context: dict[str, Any], measure: Measure) -> dict[str, Any]:
    """The published themes that name the measure, whatever its language. Reads only; one query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, PARTICIPATION)
    return {"themes": themes_about(measure) if measure.pk else []}
