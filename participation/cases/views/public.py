"""Cases for everybody: the list, one case with its six stations, and the numbers."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gdb_portal.core.page_cache import depends_on, expires_at
from gdb_portal.core.spreadsheets import harmless
from strategy.models import Administration

from ...services.comment import topic_tag
from ..enums import OPEN, CaseStatus
from ..models import Case
from ..statistics import COLUMNS, FIELDS, as_row, response_statistics
from ..steps import CaseStory
from ..tags import CASES, case_tag

LIST_PAGE = 20
OVERDUE = "ueberfaellig"
OPEN_ONLY = "offen"


@login_not_required
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Every step of one case: dated, public, linked; what is missing shows its due date."""
    case = get_object_or_404(Case.objects.public().for_list(), number=number)
    depends_on(request, topic_tag(case.comment.topic_id), case_tag(case.pk))
    expires_at(request, next_midnight())
    story = CaseStory.of(case)
    context = {
        "case": case,
        "comment": case.comment,
        "answer": case.public_answer,
        "story": story,
        "steps": story.steps,
        "tone": "danger" if case.is_overdue else case.tone,
    }
    return render(request, "cases/case.html", context)


@login_not_required
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """All public cases, newest first; `status` and `verwaltung` narrow the list down."""
    depends_on(request, CASES)
    expires_at(request, next_midnight())
    status = request.GET.get("status", "")
    slug = request.GET.get("verwaltung", "")
    rows = Case.objects.public().exclude(status=CaseStatus.DISCONTINUED)
    if slug:
        rows = rows.filter(administration__slug=slug)
    rows = _with_status(rows, status)
    page = Paginator(rows.for_list().order_by("-opened_at", "-pk"), LIST_PAGE).get_page(
        request.GET.get("seite")
    )
    context = {
        "page_obj": page,
        "facets": _facets(request.GET, status, slug),
        "chosen": _chosen(request.GET, status, slug),
        "previous_url": _page_url(request.GET, page.previous_page_number())
        if page.has_previous()
        else "",
        "next_url": _page_url(request.GET, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "cases/case_list.html", context)


@login_not_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """How every administration answers, in one table."""
    depends_on(request, CASES)
    expires_at(request, next_midnight())
    rows = sorted(response_statistics(), key=lambda row: row.administration.name.casefold())
    context = {
        "rows": rows,
        "remarks": [row for row in rows if row.remark],
        "fields": FIELDS,
    }
    return render(request, "cases/statistics.html", context)


@login_not_required
@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table file: UTF-8, comma, one row per administration."""
    depends_on(request, CASES)
    expires_at(request, next_midnight())
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for row in response_statistics():
        writer.writerow({name: harmless(value) for name, value in as_row(row).items()})
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="antworten.csv"'
    return response


def next_midnight() -> dt.datetime:
    """When a deadline of today passes: pages that say "overdue" must not live longer."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(tomorrow, dt.time()))


def _with_status(rows: Any, status: str) -> Any:
    if status == OVERDUE:
        return rows.overdue()
    if status == OPEN_ONLY:
        return rows.open()
    if status in CaseStatus.values:
        return rows.filter(status=status)
    return rows


def _status_options() -> list[tuple[str, str]]:
    shown = [s for s in CaseStatus if s not in OPEN and s != CaseStatus.DISCONTINUED]
    return [
        (OPEN_ONLY, _("offen")),
        (OVERDUE, _("überfällig")),
        *((s.value, str(s.label)) for s in shown),
    ]


def _facets(query: QueryDict, status: str, slug: str) -> list[dict[str, Any]]:
    with_cases = Administration.objects.filter(cases__isnull=False).distinct().with_names()
    bodies = sorted(((body.slug, body.name) for body in with_cases), key=lambda row: row[1])
    return [
        {
            "title": title,
            "options": [
                {
                    "label": label,
                    "href": _changed(query, name, "" if value == present else value),
                    "is_active": value == present,
                }
                for value, label in options
            ],
        }
        for title, name, present, options in (
            (_("Stand"), "status", status, _status_options()),
            (_("Verwaltung"), "verwaltung", slug, bodies),
        )
    ]


def _chosen(query: QueryDict, status: str, slug: str) -> list[dict[str, str]]:
    chosen = []
    if status in (known := dict(_status_options())):
        chosen.append({"label": known[status], "href": _changed(query, "status", "")})
    if slug:
        body = Administration.objects.filter(slug=slug).with_names().first()
        if body is not None:
            chosen.append({"label": body.name, "href": _changed(query, "verwaltung", "")})
    return chosen


def _changed(query: QueryDict, name: str, value: str) -> str:
    changed = {key: query[key] for key in ("status", "verwaltung") if query.get(key)}
    changed.pop(name, None)
    if value:
        changed[name] = value
    return _address(changed)


def _page_url(query: QueryDict, number: int) -> str:
    kept = {key: query[key] for key in ("status", "verwaltung") if query.get(key)}
    return _address({**kept, "seite": str(number)})


def _address(values: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update(values)
    return f"?{query.urlencode()}" if values else "?"
