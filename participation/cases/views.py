"""The public page of a case, and the officials' desk in the CMS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gdb_portal.core.page_cache import depends_on
from gdb_portal.core.transitions import IllegalTransition

from ..services.comment import topic_tag
from .forms import AnswerForm, HandOverForm
from .models import Case
from .rules import may_answer, may_answer_for_somebody
from .services import draft_answer, hand_over, publish_answer

DESK_PAGE = 25


@login_not_required
@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Every step of one case: dated, public, linked; what is missing shows its due date."""
    case = get_object_or_404(Case.objects.for_list(), number=number, comment__topic__live=True)
    if case.comment.published_at is None:
        raise Http404
    depends_on(request, topic_tag(case.comment.topic_id))
    context = {"case": case, "comment": case.comment, "steps": case_steps(case)}
    return render(request, "cases/case.html", context)


def case_steps(case: Case) -> list[dict[str, Any]]:
    """The case's way for the line component: received, forwarded, due, answered."""
    steps: list[dict[str, Any]] = [
        {
            "label": _("Eingegangen"),
            "date": case.comment.published_at,
            "state": "done",
            "text": _("Der Beitrag ist öffentlich und bittet um Antwort."),
            "href": case.comment.url,
        }
    ]
    for move in case.hand_overs.select_related("to_administration").prefetch_related(
        "to_administration__names"
    ):
        steps.append(
            {
                "label": _("Weitergegeben an %(name)s") % {"name": move.to_administration.name},
                "date": move.handed_over_at,
                "state": "done",
                "text": move.reason,
            }
        )
    answer = getattr(case, "answer", None)
    if answer is not None and answer.is_published:
        steps.append(
            {
                "label": _("Beantwortet von %(name)s") % {"name": answer.administration.name},
                "date": answer.published_at,
                "state": "done",
                "text": "",
                "href": f"{case.comment.url}#antwort-{case.pk}",
            }
        )
    elif case.is_open:
        steps.append(
            {
                "label": _("Antwort fällig von %(name)s") % {"name": case.administration.name},
                "date": case.due_on,
                "state": "overdue" if case.is_overdue else "current",
                "text": _("Die Frist ist abgelaufen, die Antwort steht noch aus.")
                if case.is_overdue
                else _("Bis zu diesem Tag soll die Antwort hier stehen."),
            }
        )
    else:
        steps.append(
            {
                "label": _("Eingestellt"),
                "date": None,
                "state": "done",
                "text": _(
                    "Der Beitrag ist nicht mehr öffentlich oder bittet nicht mehr um Antwort."
                ),
            }
        )
    return steps


def officials_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse everybody who answers for no administration."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer_for_somebody(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@officials_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """My administrations' cases: open ones by due date, and answered ones."""
    mine = Case.objects.of_member(request.user)
    today = timezone.localdate()
    tab = request.GET.get("ansicht", "offen")
    if tab == "beantwortet":
        rows = mine.filter(answered_at__isnull=False).order_by("-answered_at", "-id")
    else:
        tab = "offen"
        rows = mine.open().order_by("due_on", "id")
    context = {
        "tab": tab,
        "page": Paginator(rows.for_list(), DESK_PAGE).get_page(request.GET.get("seite")),
        "open_count": mine.open().count(),
        "overdue_count": mine.overdue(today).count(),
        "today": today,
        "administrations": [
            member.administration
            for member in request.user.administration_memberships.select_related(
                "administration"
            ).prefetch_related("administration__names")
        ],
    }
    return render(request, "cases/desk.html", context)


@officials_only
@require_safe
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """One case with comment, draft and what may be done."""
    return _edit(request, own_case_or_404(request, number))


@officials_only
@require_POST
def save_draft(request: HttpRequest, number: str) -> HttpResponse:
    return _write(request, number, publish=False)


@officials_only
@require_POST
def publish(request: HttpRequest, number: str) -> HttpResponse:
    return _write(request, number, publish=True)


def _write(request: HttpRequest, number: str, *, publish: bool) -> HttpResponse:
    case = own_case_or_404(request, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _edit(request, case, answer_form=form, status=422)
    save = publish_answer if publish else draft_answer
    try:
        save(case, by=request.user, text=form.cleaned_data["text"])
    except IllegalTransition:
        form.add_error(None, _("Der Vorgang ist inzwischen abgeschlossen; nichts wurde geändert."))
        return _edit(request, case, answer_form=form, status=409)
    if publish:
        messages.success(request, _("Die Antwort steht jetzt öffentlich unter dem Beitrag."))
        return redirect("desk:desk")
    messages.success(request, _("Der Entwurf ist gespeichert."))
    return redirect("desk:edit", number=case.number)


@officials_only
@require_POST
def give_away(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    form = HandOverForm(request.POST, present=case.administration)
    if not form.is_valid():
        return _edit(request, case, hand_over_form=form, status=422)
    try:
        hand_over(
            case, to=form.cleaned_data["to"], reason=form.cleaned_data["reason"], by=request.user
        )
    except (IllegalTransition, ValueError):
        form.add_error(None, _("Der Vorgang liegt inzwischen woanders; nichts wurde geändert."))
        return _edit(request, case, hand_over_form=form, status=409)
    messages.success(request, _("Der Vorgang ist weitergegeben."))
    return redirect("desk:desk")


def own_case_or_404(request: HttpRequest, number: str) -> Case:
    """Other administrations' cases are not there for this official."""
    case = get_object_or_404(Case.objects.for_list(), number=number)
    if not may_answer(request.user, case):
        raise Http404
    return case


def _edit(
    request: HttpRequest,
    case: Case,
    *,
    answer_form: AnswerForm | None = None,
    hand_over_form: HandOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    answer = getattr(case, "answer", None)
    context = {
        "case": case,
        "comment": case.comment,
        "answer": answer,
        "steps": case_steps(case),
        "answer_form": answer_form or AnswerForm(initial={"text": answer.text if answer else ""}),
        "hand_over_form": hand_over_form or HandOverForm(present=case.administration),
    }
    return render(request, "cases/edit.html", context, status=status)
