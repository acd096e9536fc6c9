"""Where officials offer, seek and answer cooperation on measures."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.core.admin_frame import apart, frame
from gdb_portal.core.transitions import IllegalTransition

from ..cooperation_rules import (
    administrations_of,
    may_answer_cooperation,
    may_see_cooperation_desk,
    may_withdraw_cooperation,
)
from ..forms.cooperation import CooperationAnswerForm, ProposalForm
from ..models import CooperationRequest
from ..services.cooperation_request import (
    AskedAlready,
    NotPossible,
    answer_cooperation,
    propose_cooperation,
    withdraw_cooperation,
)

TITLE: Final = gettext_lazy("Zusammenarbeit")
ICON: Final = "group"
SHOWN = 50


@require_http_methods(["GET", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """What others want of us, what we asked, and a form for something new."""
    if not may_see_cooperation_desk(request.user):
        raise PermissionDenied
    mine = administrations_of(request.user)
    asked = {"measure": request.GET.get("massnahme", "")}
    form = ProposalForm(
        request.POST if request.method == "POST" else None, senders=mine, initial=asked
    )
    if request.method == "POST" and form.is_valid() and _proposed(request, form):
        return redirect("cooperation:desk")
    status = 422 if form.errors else 200
    return _page(request, mine, form=form, status=status)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    wanted = get_object_or_404(CooperationRequest, pk=pk)
    if not may_answer_cooperation(request.user, wanted):
        raise Http404
    form = CooperationAnswerForm(request.POST)
    if not form.is_valid():
        mine = administrations_of(request.user)
        return _page(request, mine, form=ProposalForm(senders=mine), answering=(pk, form))
    try:
        answer_cooperation(wanted, by=request.user, **form.cleaned_data)
    except IllegalTransition:
        messages.error(request, _("Das wurde inzwischen entschieden oder zurückgezogen."))
    else:
        messages.success(
            request, _("Ihre Antwort ist gespeichert. Die andere Seite erfährt davon.")
        )
    return redirect("cooperation:desk")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    wanted = get_object_or_404(CooperationRequest, pk=pk)
    if not may_withdraw_cooperation(request.user, wanted):
        raise Http404
    try:
        withdraw_cooperation(wanted, by=request.user)
    except IllegalTransition:
        messages.error(request, _("Das wurde inzwischen entschieden oder zurückgezogen."))
    else:
        messages.success(
            request, _("Zurückgezogen. Auf der Seite der Maßnahme steht es nicht mehr.")
        )
    return redirect("cooperation:desk")


def _proposed(request: HttpRequest, form: ProposalForm) -> bool:
    try:
        propose_cooperation(by=request.user, **form.cleaned_data)
    except NotPossible:
        form.add_error(
            "kind",
            _(
                "Für eigene Maßnahmen suchen Sie Zusammenarbeit, für fremde bieten Sie sie an. "
                "Mit sich selbst geht beides nicht."
            ),
        )
    except AskedAlready:
        form.add_error(None, _("Genau diese Anfrage wartet schon auf Antwort."))
    else:
        messages.success(request, _("Das steht jetzt auf der Seite der Maßnahme."))
        return True
    return False


def _page(
    request: HttpRequest,
    mine: list[Any],
    *,
    form: ProposalForm,
    answering: tuple[int, CooperationAnswerForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    received = []
    for row in CooperationRequest.objects.open().to(mine).for_list()[:SHOWN]:
        is_this = answering is not None and answering[0] == row.pk
        reply = answering[1] if is_this and answering else CooperationAnswerForm()
        apart({"reply": reply}, row.pk)
        received.append({"request": row, "form": reply})
    context = {
        **frame(TITLE, ICON),
        "received": received,
        "sent": CooperationRequest.objects.by(mine).for_list()[:SHOWN],
        "form": form,
    }
    if answering is not None:
        status = 422
    return render(request, "strategy/admin/cooperation.html", context, status=status)
