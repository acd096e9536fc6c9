"""Deciding on one comment."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gdb_portal.core.transitions import IllegalTransition

from ..forms import AnswerWishForm, HideForm
from ..models import Decision, Report
from ..services import approve, change_answer_wish, hide, undo
from .access import comment_to_decide, moderators_only, too_late
from .queue import onwards
from .review import show_review


@moderators_only
@require_POST
def approve_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_to_decide(request, pk)
    try:
        approve(comment, by=request.user)
    except IllegalTransition:
        return too_late(request, comment)
    messages.success(request, _("Der Beitrag ist jetzt öffentlich sichtbar."))
    return onwards(request, comment)


@moderators_only
@require_POST
def hide_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_to_decide(request, pk)
    form = HideForm(request.POST)
    if not form.is_valid():
        return show_review(request, comment, hide_form=form, status=422)
    report = Report.objects.open().filter(comment=comment).first()
    try:
        hide(comment, by=request.user, report=report, **form.cleaned_data)
    except IllegalTransition:
        return too_late(request, comment)
    messages.success(
        request, _("Der Beitrag ist ausgeblendet. Die Begründung geht an die verfassende Person.")
    )
    return onwards(request, comment)


@moderators_only
@require_POST
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    comment_to_decide(request, decision.comment_id)
    try:
        undo(decision, by=request.user)
    except IllegalTransition:
        return too_late(request, decision.comment)
    messages.success(request, _("Die Entscheidung ist zurückgenommen."))
    return redirect("moderation:review", pk=decision.comment_id)


@moderators_only
@require_POST
def answer_wish(request: HttpRequest, pk: int) -> HttpResponse:
    comment = comment_to_decide(request, pk)
    form = AnswerWishForm(request.POST)
    if not form.is_valid():
        return show_review(request, comment, wish_form=form, status=422)
    wanted = request.POST.get("wants_answer") == "ja"
    if wanted == comment.wants_answer:
        return too_late(request, comment)
    change_answer_wish(
        comment, by=request.user, wants_answer=wanted, reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("Gespeichert."))
    return redirect("moderation:review", pk=comment.pk)
