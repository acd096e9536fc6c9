"""Opinion maps for everybody: one map, its open table, and how it is made."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.readings import counts_as
from gdb_portal.core.spreadsheets import csv_lines

from ..services.comment import topic_tag
from ..views.topic import public_topic_or_404
from . import limits
from .models import OpinionMap
from .open_table import COLUMNS, open_rows
from .reading import TABLED, read_map, read_picture


@login_not_required
@require_safe
def opinion_map(request: HttpRequest, slug: str) -> HttpResponse:
    """What the groups share and what divides them, or why there is nothing to see."""
    topic = public_topic_or_404(slug)
    counts_as(request, "opinion", topic.pk)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    known = read_map(topic)
    context = {
        "topic": topic,
        "map": known,
        "picture": read_picture(known) if known and known.has_groups else None,
        "limits": limits,
        "tabled": TABLED,
    }
    return render(request, "opinion/map.html", context)


@login_not_required
@require_safe
def open_table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The cells of a final map, streamed. While votes are cast, two tables could tell one vote."""
    topic = public_topic_or_404(slug)
    known = read_map(topic)
    if known is None or not known.has_groups or not known.is_frozen or not topic.is_over():
        raise Http404
    response = StreamingHttpResponse(
        csv_lines(COLUMNS, open_rows(known)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}-meinungsbild.csv"'
    return response


@login_not_required
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How opinion maps are made and what they cannot say, and the topics that have one."""
    depends_on(request, PARTICIPATION)
    maps = OpinionMap.objects.with_groups().filter(topic__live=True).select_related("topic")
    shown = []
    for known in maps.prefetch_related("topic__phases").order_by("-made_at", "topic_id"):
        expires_at(request, known.topic.next_boundary())
        if known.topic.shows_counts():
            shown.append(known)
    return render(request, "opinion/method.html", {"limits": limits, "maps": shown})
