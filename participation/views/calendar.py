"""The phases of a topic for one's own calendar."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gdb_portal.core.icalendar import calendar_response
from gdb_portal.core.page_cache import depends_on

from ..phase_calendar import phase_calendar
from ..services.comment import topic_tag
from .topic import public_topic_or_404


@login_not_required
@require_safe
def topic_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    topic = public_topic_or_404(slug)
    depends_on(request, topic_tag(topic.pk))
    return calendar_response(phase_calendar(topic, request.get_host()))
