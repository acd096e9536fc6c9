"""The desk's pages about reach: all topics, one topic, its days as tables."""

from __future__ import annotations

import datetime as dt
import tempfile
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Sum
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from gdb_portal.core.admin_frame import apart, frame
from gdb_portal.core.spreadsheets import csv_lines

from ..evaluation.rules import may_evaluate_something
from ..evaluation.views import XLSX, topic_to_evaluate
from ..models import Topic
from .enums import TopicPage
from .forms import SpanForm
from .funnel import beside, first_day, funnel_of, page_readings
from .models import DailyCount
from .tables import COLUMNS, rows_of, write_xlsx

# Of one topic; the files hold every day.
DAYS_SHOWN = 31


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The topics that this person may evaluate, with how often they were read; and other pages."""
    if not may_evaluate_something(request.user):
        raise PermissionDenied
    since, form = _span_of(request)
    rows = Topic.objects.public().select_related("administration")
    if not request.user.has_perm("participation.change_topic"):
        rows = rows.filter(administration__members__user=request.user)
    read = dict(
        DailyCount.objects.filter(kind=TopicPage.TOPIC)
        .since(since)
        .values_list("topic")
        .annotate(number=Sum("number"))
        .order_by("topic")
    )
    counted = [(topic, read.get(topic.pk, 0)) for topic in rows.order_by("pk")]
    context = {
        **frame(_("Reichweite"), "view", _evaluation()),
        "form": form,
        "rows": sorted(counted, key=lambda row: (-row[1], row[0].pk)),
        "pages": [(_page_label(kind), number) for kind, number in page_readings(since)],
    }
    return render(request, "reach/topics.html", apart(context))


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic's way from reading to speaking."""
    topic = topic_to_evaluate(request, slug)
    since, form = _span_of(request)
    funnel = funnel_of(topic, since)
    context = {
        **frame(topic.title, "view", _evaluation(), (_("Reichweite"), reverse("reach:topics"))),
        "topic": topic,
        "form": form,
        "funnel": funnel,
        "days": funnel.days[: -DAYS_SHOWN - 1 : -1],
        "beside": beside(topic),
        "span": form.span,
    }
    return render(request, "reach/topic.html", apart(context))


@require_safe
def table_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The days as CSV."""
    topic = topic_to_evaluate(request, slug)
    lines = csv_lines(COLUMNS, rows_of(topic, _span_of(request)[0]))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}-reichweite.csv"'
    return response


@require_safe
def table_xlsx(request: HttpRequest, slug: str) -> FileResponse:
    """The same as XLSX."""
    topic = topic_to_evaluate(request, slug)
    # Closed by the response when the last piece is sent.
    target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write_xlsx(target, topic, _span_of(request)[0])
    target.seek(0)
    name = f"{topic.slug}-reichweite.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)


def _span_of(request: HttpRequest) -> tuple[dt.date | None, SpanForm]:
    """The first day that is asked for, and the form that says so; anything else is a month."""
    form = SpanForm.from_query(request.GET)
    return first_day(form.span), form


def _evaluation() -> tuple[Any, str]:
    return _("Auswertung"), reverse("evaluation:topics")


def _page_label(kind: str) -> Any:
    """How editors call the kind of page; its own name once the code does not know it any more."""
    for model in apps.get_models():
        if issubclass(model, Page) and model._meta.model_name == kind:
            return model._meta.verbose_name
    return kind
