"""Reporting a comment, open to everybody, and the moderators' queue in the CMS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.limits import limited
from gdb_portal.core.transitions import IllegalTransition

from ..enums import CommentStatus, HouseRule
from ..forms.comment import ReportForm
from ..models import Comment
from ..rules import may_moderate
from ..views.topic import reader_of
from .enums import ReportStatus
from .forms import AnswerWishForm, HideForm, KeepForm
from .models import Decision, Report
from .services import approve, change_answer_wish, hide, keep, report_comment, undo

QUEUE_PAGE = 25


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


def moderators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse everybody who may not moderate."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits: new comments, oldest first, and reports; and what was decided last."""
    tab = request.GET.get("ansicht", "neu")
    context: dict[str, Any] = {
        "tab": tab,
        "rules": HouseRule.choices,
        "pending_count": Comment.objects.pending().count(),
        "report_count": Report.objects.open().count(),
    }
    number = request.GET.get("seite")
    if tab == "meldungen":
        rows = Report.objects.open().select_related("comment__topic", "comment__author")
        context["page"] = Paginator(rows, QUEUE_PAGE).get_page(number)
    elif tab == "entschieden":
        rows = Decision.objects.select_related("comment__topic", "comment__author", "by", "report")
        context["page"] = Paginator(rows, QUEUE_PAGE).get_page(number)
    else:
        context["tab"] = "neu"
        rows = (
            Comment.objects.pending()
            .for_list()
            .select_related("reply_to")
            .annotate(open_reports=Count("reports", filter=Q(reports__status=ReportStatus.OPEN)))
            .order_by("submitted_at", "id")
        )
        context["page"] = Paginator(rows, QUEUE_PAGE).get_page(number)
    return render(request, "moderation/queue.html", context)


@moderators_only
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with everything that was decided and reported on it."""
    return _review(request, _comment(pk))


@moderators_only
@require_POST
def approve_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment(pk)
    try:
        approve(comment, by=request.user)
    except IllegalTransition:
        return _too_late(request, comment)
    messages.success(request, _("Der Beitrag ist jetzt öffentlich sichtbar."))
    return redirect("moderation:queue")


@moderators_only
@require_POST
def hide_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment(pk)
    form = HideForm(request.POST)
    if not form.is_valid():
        return _review(request, comment, hide_form=form, status=422)
    report = Report.objects.open().filter(comment=comment).first()
    try:
        hide(comment, by=request.user, report=report, **form.cleaned_data)
    except IllegalTransition:
        return _too_late(request, comment)
    messages.success(
        request, _("Der Beitrag ist ausgeblendet. Die Begründung geht an die verfassende Person.")
    )
    return redirect("moderation:queue")


@moderators_only
@require_POST
def keep_comment(request: HttpRequest, reference: str) -> HttpResponse:
    report = get_object_or_404(Report.objects.select_related("comment"), reference=reference)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _review(request, _comment(report.comment_id), keep_form=form, status=422)
    try:
        keep(report, by=request.user, reason=form.cleaned_data["reason"])
    except IllegalTransition:
        return _too_late(request, report.comment)
    messages.success(request, _("Der Beitrag bleibt sichtbar. Die Meldung ist erledigt."))
    return redirect("moderation:queue")


@moderators_only
@require_POST
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    try:
        undo(decision, by=request.user)
    except IllegalTransition:
        return _too_late(request, decision.comment)
    messages.success(request, _("Die Entscheidung ist zurückgenommen."))
    return redirect("moderation:review", pk=decision.comment_id)


@moderators_only
@require_POST
def answer_wish(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment(pk)
    form = AnswerWishForm(request.POST)
    if not form.is_valid():
        return _review(request, comment, wish_form=form, status=422)
    change_answer_wish(
        comment,
        by=request.user,
        wants_answer=not comment.wants_answer,
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, _("Gespeichert."))
    return redirect("moderation:review", pk=comment.pk)


def _comment(pk: int) -> Comment:
    return get_object_or_404(Comment.objects.for_list().select_related("reply_to"), pk=pk)


def _too_late(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Somebody else was faster: show what they decided instead of deciding over it."""
    last = comment.decisions.select_related("by").first()
    who = last.by if last and last.by else _("jemand anderes")
    messages.warning(
        request,
        _("Hier hat inzwischen %(who)s entschieden. Es wurde nichts geändert.") % {"who": who},
    )
    return redirect("moderation:review", pk=comment.pk)


def _review(
    request: HttpRequest,
    comment: Comment,
    *,
    hide_form: HideForm | None = None,
    keep_form: KeepForm | None = None,
    wish_form: AnswerWishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    decisions = list(comment.decisions.select_related("by", "report"))
    undoable = next(
        (d for d in decisions if d.undone_at is None and d.kind in {"publish", "hide"}), None
    )
    context = {
        "comment": comment,
        "decisions": decisions,
        "undoable": undoable,
        "reports": list(comment.reports.all()),
        "open_report": comment.reports.open().first(),
        "hide_form": hide_form or HideForm(),
        "keep_form": keep_form or KeepForm(),
        "wish_form": wish_form or AnswerWishForm(),
        "may_approve": comment.status == CommentStatus.PENDING,
        "may_hide": comment.status in {CommentStatus.PENDING, CommentStatus.PUBLISHED},
    }
    return render(request, "moderation/review.html", context, status=status)
