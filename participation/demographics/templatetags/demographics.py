"""What a topic's pages know of who took part."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import RequestContext

from ...disclosure import SMALLEST_CELL
from ...models import Topic
from ...views.topic import reader_of
from ..reading import public_representation
from ..rules import took_part
from ..services import has_answered

register = template.Library()


@register.inclusion_tag("demographics/public.html")
def representation(topic: Topic) -> dict[str, Any]:
    """Who took part beside who lives in Berlin, if the topic shows it. No query where not."""
    return {"found": public_representation(topic), "enough": SMALLEST_CELL}


@register.inclusion_tag("demographics/invitation.html", takes_context=True)
def questions_invitation(context: RequestContext, topic: Topic) -> dict[str, Any]:
    """For whoever took part and was not counted yet. Asks nothing for readers without account."""
    request = context.get("request")
    reader = reader_of(request) if request is not None else None
    if reader is None or not reader.is_authenticated or not topic.pk:
        return {}
    # Comes along with the topic of a page.
    known = getattr(topic, "questionnaire", None)
    if known is None or not known.is_asking:
        return {}
    if not took_part(reader, topic) or has_answered(topic, reader):
        return {}
    return {"topic": topic}
