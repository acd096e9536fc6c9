"""Appeals: entering what came by mail, and deciding again."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.transitions import IllegalTransition

from ..enums import AppealStatus, AppealWay
from ..exceptions import NotAppealable
from ..forms import AppealDecisionForm, AppealMailForm
from ..models import Appeal, Decision
from ..rules import may_decide_appeal
from ..services import decide_appeal, receive_appeal
from .access import comment_to_decide, moderators_only
from .queue import APPEALS
from .review import show_review


@moderators_only
@require_POST
def enter_appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody answered our mail that the decision was wrong: from now on it has its deadline."""
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    comment = comment_to_decide(request, decision.comment_id)
    form = AppealMailForm(decision, request.POST)
    if not form.is_valid():
        return show_review(request, comment, entered=(decision, form), status=422)
    try:
        entered = receive_appeal(
            decision, text=form.cleaned_data["text"], way=AppealWay.MAIL, by=request.user
        )
    except NotAppealable as refusal:
        messages.warning(request, str(refusal))
        return redirect("moderation:review", pk=comment.pk)
    messages.success(
        request, _("Die Beschwerde %(number)s ist eingetragen.") % {"number": entered.reference}
    )
    if may_decide_appeal(request.user, entered):
        return redirect("moderation:appeal", entered.reference)
    return redirect("moderation:review", pk=comment.pk)


@moderators_only
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """An appeal with the decision and the words it is about; another person decides."""
    rows = Appeal.objects.select_related(
        "decision__comment__topic", "decision__by", "decision__report", "entered_by"
    )
    appeal = get_object_or_404(rows, reference=reference)
    if not may_decide_appeal(request.user, appeal):
        raise PermissionDenied
    form = AppealDecisionForm(appeal, request.POST if request.method == "POST" else None)
    above = (_("Moderation"), reverse("moderation:queue"))
    context = {
        **frame(_("Beschwerde %(number)s") % {"number": appeal.reference}, "comment", above),
        "appeal": appeal,
        "decision": appeal.decision,
        "comment": appeal.decision.comment,
        "form": form,
    }
    if request.method == "GET" or appeal.status != AppealStatus.OPEN:
        return render(request, "moderation/appeal_review.html", context)
    if not form.is_valid():
        return render(request, "moderation/appeal_review.html", context, status=422)
    try:
        decide_appeal(
            appeal,
            by=request.user,
            grants=form.grants,
            reason=form.cleaned_data["reason"],
            rule=form.cleaned_data.get("rule", ""),
        )
    except IllegalTransition:
        messages.warning(
            request, _("Das ist nicht mehr möglich: Inzwischen hat sich etwas geändert.")
        )
        return redirect("moderation:appeal", appeal.reference)
    messages.success(request, _("Entschieden. Die Begründung ist unterwegs."))
    return redirect(f"{reverse('moderation:queue')}?ansicht={APPEALS}")
