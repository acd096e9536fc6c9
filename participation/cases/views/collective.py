"""One answer for many cases, and its second reader."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.transitions import IllegalTransition

from ...exceptions import ParticipationError
from ..forms import CollectiveAnswerForm
from ..models import Case, CollectiveAnswer
from ..rules import may_answer_for, may_release
from ..services import (
    publish_collective_answer,
    return_collective_answer,
    write_collective_answer,
)
from .desk import officials_only

MOST_CASES = 200


@officials_only
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """The chosen cases with one form below; `vorgang` may be there many times."""
    numbers = (request.GET if request.method == "GET" else request.POST).getlist("vorgang")
    cases = list(
        Case.objects.open()
        .of_member(request.user)
        .filter(number__in=numbers[:MOST_CASES])
        .for_list()
        .order_by("opened_at", "pk")
        .distinct()
    )
    administrations = {case.administration for case in cases}
    if not cases:
        messages.warning(request, _("Wählen Sie zuerst offene Vorgänge aus."))
        return redirect("desk:desk")
    if len(administrations) > 1:
        messages.warning(request, _("Wählen Sie nur Vorgänge einer Verwaltung aus."))
        return redirect("desk:desk")
    form = CollectiveAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            collective = write_collective_answer(
                cases,
                administration=administrations.pop(),
                by=request.user,
                wording=form.wording,
            )
        except IllegalTransition:
            form.add_error(None, _("Einer der Vorgänge ist nicht mehr offen. Wählen Sie neu aus."))
        else:
            _say(request, collective)
            return redirect("desk:desk")
    context = {
        **frame(_("Gemeinsame Antwort"), "mail", (_("Meine Vorgänge"), reverse("desk:desk"))),
        "cases": cases,
        "form": form,
        "needs_two": any(case.comment.topic.has_second_reader for case in cases),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "cases/collective_write.html", context, status=status)


@officials_only
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What waits for the second person, with all cases it would answer."""
    collective = own_collective_or_404(request, pk)
    context = {
        **frame(_("Gemeinsame Antwort"), "mail", (_("Meine Vorgänge"), reverse("desk:desk"))),
        "collective": collective,
        "cases": collective.cases.for_list().order_by("opened_at", "pk"),
        "may_release": may_release(request.user, collective),
    }
    return render(request, "cases/collective_review.html", context)


@officials_only
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    collective = own_collective_or_404(request, pk)
    try:
        collective = publish_collective_answer(collective, by=request.user)
    except ParticipationError as refusal:
        messages.warning(request, str(refusal))
        return redirect("desk:collective", pk=pk)
    except IllegalTransition:
        messages.warning(request, _("Darüber ist inzwischen entschieden."))
        return redirect("desk:collective", pk=pk)
    _say(request, collective)
    return redirect("desk:desk")


@officials_only
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    collective = own_collective_or_404(request, pk)
    try:
        return_collective_answer(collective, by=request.user)
    except IllegalTransition:
        messages.warning(request, _("Darüber ist inzwischen entschieden."))
    else:
        messages.success(request, _("Die gemeinsame Antwort ist zurückgestellt."))
    return redirect("desk:desk")


def own_collective_or_404(request: HttpRequest, pk: int) -> CollectiveAnswer:
    collective = get_object_or_404(CollectiveAnswer.objects.select_related("administration"), pk=pk)
    if not may_answer_for(request.user, collective.administration):
        raise Http404
    return collective


def _say(request: HttpRequest, collective: CollectiveAnswer) -> None:
    if not collective.is_published:
        messages.success(request, _("Die Antwort wartet auf die Freigabe einer zweiten Person."))
        return
    count = collective.answers.count()
    messages.success(
        request,
        ngettext(
            "%(count)s Vorgang ist beantwortet.", "%(count)s Vorgänge sind beantwortet.", count
        )
        % {"count": count},
    )
