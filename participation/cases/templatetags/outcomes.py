"""What became of earlier contributions, for the start page."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from gdb_portal.core.page_cache import PARTICIPATION, depends_on
from participation.enums import CommentStatus

from ..enums import AnswerStatus
from ..models import Answer

register = template.Library()


@register.inclusion_tag("cases/recent_answers.html", takes_context=True)
def recent_answers(context: dict[str, Any], limit: int = 3) -> dict[str, Any]:
    """The newest answers under public comments, for the start page. Reads only; one query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, PARTICIPATION)
    answers = (
        Answer.objects.filter(
            status=AnswerStatus.PUBLISHED,
            case__comment__status=CommentStatus.PUBLISHED,
            case__comment__topic__live=True,
        )
        .select_related("administration", "case__comment__topic", "case__comment__author")
        .order_by("-published_at", "-pk")
    )
    return {"answers": list(answers[:limit])}
