"""The officials' desk in the CMS: what lies there, and one case in full."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gdb_portal.core.admin_frame import apart, frame
from strategy.models import Administration

from .. import worklist
from ..forms import (
    AnswerForm,
    ConsultationForm,
    EffectForm,
    ExtensionForm,
    HandOverForm,
    NoteForm,
    OutcomeForm,
)
from ..models import AnswerTemplate, Case, CollectiveAnswer
from ..placeholders import fill_template
from ..rules import may_answer, may_answer_for_somebody
from ..steps import CaseStory
from ..worklist import Worklist

DESK_PAGE = 25


def officials_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse everybody who answers for no administration."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_answer_for_somebody(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def own_administrations(request: HttpRequest) -> list[Administration]:
    return list(Administration.objects.of_member(request.user).with_names())


def own_case_or_404(request: HttpRequest, number: str) -> Case:
    """Other administrations' cases are not there for this official."""
    case = get_object_or_404(Case.objects.for_list(), number=number)
    if not may_answer(request.user, case):
        raise Http404
    return case


@officials_only
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """My administrations' piles, each counted; the open one is oldest first."""
    administrations = own_administrations(request)
    work = Worklist.of(administrations, timezone.localdate())
    tab = request.GET.get("ansicht", worklist.OPEN)
    if tab not in worklist.LABELS:
        tab = worklist.OPEN
    counts = work.counts()
    context = {
        **frame(_("Meine Vorgänge"), "mail"),
        "tab": tab,
        "tabs": [
            {"name": name, "label": label, "count": counts[name]}
            for name, label in worklist.LABELS.items()
        ],
        "page": Paginator(_rows(work, tab), DESK_PAGE).get_page(request.GET.get("seite")),
        "pages_query": f"ansicht={tab}&",
        "administrations": administrations,
        "waiting_collective": CollectiveAnswer.objects.filter(
            administration__in=administrations, status="submitted"
        ),
    }
    return render(request, "cases/desk.html", context)


def _rows(work: Worklist, tab: str) -> Any:
    pile = work.pile(tab)
    if tab == worklist.MEASURES:
        return pile.with_names()
    if tab in {worklist.COOPERATION, worklist.OUTCOME}:
        return pile.for_list()
    return pile.for_list().select_related("handler")


@officials_only
@require_safe
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """One case with comment, draft and what may be done; `vorlage` fills in a kept wording."""
    case = own_case_or_404(request, number)
    form = None
    if chosen := request.GET.get("vorlage", ""):
        usable = AnswerTemplate.objects.usable_by(case.administration)
        template = usable.filter(pk=chosen).first() if chosen.isdecimal() else None
        if template is not None:
            form = AnswerForm(initial={"text": fill_template(template.text, case)})
    return edit_page(request, case, answer_form=form)


def edit_page(request: HttpRequest, case: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    """The case's page, with whatever form was filled in wrongly in place of the empty one."""
    story = CaseStory.of(case)
    draft = case.draft
    topic = case.comment.topic
    waits = draft is not None and draft.waits_for_second_reader
    context = {
        **frame(case.number, "mail", (_("Meine Vorgänge"), reverse("desk:desk"))),
        "case": case,
        "comment": case.comment,
        "topic": topic,
        "story": story,
        "steps": story.steps,
        "answer": case.public_answer,
        "draft": draft,
        "waits_for_second_reader": waits,
        "may_release": draft is not None
        and (not topic.has_second_reader or draft.drafted_by_id != request.user.pk),
        "templates": AnswerTemplate.objects.usable_by(case.administration),
        "notes": case.notes.select_related("by"),
        "answer_form": AnswerForm(initial=_initial(draft)),
        "hand_over_form": HandOverForm(present=case.administration),
        "extension_form": ExtensionForm(initial={"due_on": case.due_on}),
        "consultation_form": ConsultationForm(case=case),
        "note_form": NoteForm(),
        "outcome_form": OutcomeForm(case=case),
        "effect_form": EffectForm(administration=case.administration),
        "today": timezone.localdate(),
        **{name: form for name, form in forms.items() if form is not None},
    }
    context["opened"] = next((name for name, form in forms.items() if form is not None), "")
    return render(request, "cases/edit.html", apart(context), status=status)


def _initial(draft: Any) -> dict[str, Any]:
    if draft is None:
        return {}
    return {
        "text": draft.text,
        "outcome": draft.outcome,
        "outcome_reason": draft.outcome_reason,
        "effect_due_on": draft.effect_due_on,
    }
