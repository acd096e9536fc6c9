"""Reporting a comment, open to everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.limits import limited

from ..forms.comment import ReportForm
from ..models import Comment
from ..views.topic import reader_of
from .models import Report
from .services import report_comment


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
