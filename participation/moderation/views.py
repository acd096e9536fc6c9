"""Reporting a comment, open to everybody."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.limits import limited
from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.spreadsheets import csv_lines

from ..enums import HouseRule
from ..forms.comment import ReportForm
from ..models import Comment
from ..views.topic import reader_of
from .appeal_links import decision_of
from .exceptions import NotAppealable
from .forms import AppealForm
from .models import Appeal, Decision, Report
from .services import receive_appeal, report_comment
from .statistics import COLUMNS, rows_by_rule, rows_by_year


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("report", by="network", rate="10/h")
def report_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a report; no account, no name, no script needed."""
    comment = get_object_or_404(Comment.objects.published().for_list(), pk=pk, topic__live=True)
    form = ReportForm(request.POST if request.method == "POST" else None)
    context = {"comment": comment, "topic": comment.topic, "form": form}
    if request.method == "GET":
        return render(request, "participation/report_form.html", context)
    if not form.is_valid():
        return render(request, "participation/report_form.html", context, status=422)
    reader = reader_of(request)
    report = report_comment(
        comment,
        ground=form.cleaned_data["ground"],
        rule=form.cleaned_data["rule"],
        explanation=form.cleaned_data["explanation"],
        email=form.cleaned_data["email"],
        by=reader if reader.is_authenticated else None,
    )
    return redirect("reports:received", reference=report.reference)


@login_not_required
@require_safe
def report_received(request: HttpRequest, reference: str) -> HttpResponse:
    """What happens next, with the report's number."""
    report = get_object_or_404(Report.objects.select_related("comment"), reference=reference)
    return render(request, "participation/report_received.html", {"report": report})


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("appeal", by="network", rate="10/h")
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """The form of an appeal, then how far it is. The link is the key; no account needed."""
    pk = decision_of(token)
    if pk is None:
        raise Http404
    decision = get_object_or_404(Decision.objects.select_related("comment__topic", "report"), pk=pk)
    known = Appeal.objects.filter(decision=decision).first()
    form = AppealForm(request.POST if request.method == "POST" else None)
    context = {"decision": decision, "appeal": known, "form": form}
    if known is not None or not decision.may_be_appealed:
        return render(request, "moderation/appeal.html", context)
    if request.method == "GET":
        return render(request, "moderation/appeal.html", context)
    if not form.is_valid():
        return render(request, "moderation/appeal.html", context, status=422)
    reader = reader_of(request)
    try:
        receive_appeal(
            decision,
            text=form.cleaned_data["text"],
            by=reader if reader.is_authenticated else None,
        )
    except NotAppealable as refusal:
        form.add_error(None, str(refusal))
        return render(request, "moderation/appeal.html", context, status=409)
    return redirect("reports:appeal", token)


@login_not_required
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """What moderation did, year by year, for everybody to see."""
    depends_on(request, PARTICIPATION)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    expires_at(request, timezone.make_aware(dt.datetime.combine(tomorrow, dt.time())))
    years, rules = rows_by_year(), dict(HouseRule.choices)
    context = {
        "columns": [_("Was"), *(row["jahr"] for row in years)],
        "rows": [[label, *(row[name] for row in years)] for name, label in COLUMNS[1:]],
        "rules": [
            (f"{rule}. {rules[rule]}", _("zu wenige") if number is None else number)
            for rule, number in rows_by_rule().items()
        ],
    }
    return render(request, "moderation/statistics.html", context)


@login_not_required
@require_safe
def statistics_csv(request: HttpRequest) -> StreamingHttpResponse:
    names = [name for name, _label in COLUMNS]
    response = StreamingHttpResponse(
        csv_lines(names, rows_by_year()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="moderation.csv"'
    return response
