"""What officials do with one case. Each view loads what may be touched, or refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.transitions import IllegalTransition

from ...exceptions import ParticipationError
from ..enums import AnswerStatus, CaseStatus
from ..forms import (
    AnswerForm,
    ConsultationForm,
    EffectForm,
    ExtensionForm,
    HandOverForm,
    NoteForm,
    OutcomeForm,
    ReplyForm,
)
from ..models import Case, Consultation
from ..rules import may_reply
from ..services import (
    ask_administration,
    change_outcome,
    draft_answer,
    extend_deadline,
    hand_over,
    publish_answer,
    record_effect,
    release_case,
    reply_to_consultation,
    return_answer,
    submit_answer,
    take_on_case,
    write_note,
)
from ..steps import CaseStory
from .desk import edit_page, officials_only, own_case_or_404

TOO_LATE = gettext_lazy("Der Vorgang hat sich inzwischen geändert; nichts wurde gespeichert.")


@officials_only
@require_POST
def save_draft(request: HttpRequest, number: str) -> HttpResponse:
    return _write(request, number, draft_answer, _("Der Entwurf ist gespeichert."))


@officials_only
@require_POST
def submit(request: HttpRequest, number: str) -> HttpResponse:
    return _write(
        request,
        number,
        submit_answer,
        _("Die Antwort wartet auf die Freigabe einer zweiten Person."),
    )


@officials_only
@require_POST
def publish(request: HttpRequest, number: str) -> HttpResponse:
    return _write(
        request,
        number,
        publish_answer,
        _("Die Antwort steht jetzt öffentlich unter dem Beitrag."),
        leave=True,
    )


def _write(
    request: HttpRequest,
    number: str,
    save: Callable[..., Any],
    done: str,
    *,
    leave: bool = False,
) -> HttpResponse:
    case = own_case_or_404(request, number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return edit_page(request, case, answer_form=form, status=422)
    try:
        save(case, by=request.user, wording=form.wording)
    except IllegalTransition:
        form.add_error(None, _("Der Vorgang ist inzwischen abgeschlossen; nichts wurde geändert."))
        return edit_page(request, case, answer_form=form, status=409)
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return edit_page(request, case, answer_form=form, status=409)
    messages.success(request, done)
    return redirect("desk:desk") if leave else redirect("desk:edit", number=case.number)


@officials_only
@require_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    """The second person lets the wording out as it is."""
    case = own_case_or_404(request, number)
    if case.draft is None or case.draft.status != AnswerStatus.SUBMITTED:
        return _too_late(request, case)
    try:
        publish_answer(case, by=request.user)
    except (IllegalTransition, ParticipationError) as refusal:
        return _too_late(request, case, refusal)
    messages.success(request, _("Die Antwort steht jetzt öffentlich unter dem Beitrag."))
    return redirect("desk:desk")


@officials_only
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """The second person wants it changed, and says so in a note."""
    case = own_case_or_404(request, number)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return edit_page(request, case, note_form=form, status=422)
    try:
        return_answer(case, by=request.user)
    except IllegalTransition:
        return _too_late(request, case)
    write_note(case, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Die Antwort ist wieder ein Entwurf."))
    return redirect("desk:edit", number=case.number)


@officials_only
@require_POST
def take_on(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    try:
        take_on_case(case, by=request.user)
    except IllegalTransition:
        return _too_late(request, case)
    messages.success(request, _("Der Vorgang ist bei Ihnen in Arbeit."))
    return redirect("desk:edit", number=case.number)


@officials_only
@require_POST
def put_back(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    release_case(case, by=request.user)
    messages.success(request, _("Der Vorgang liegt wieder bei allen."))
    return redirect("desk:edit", number=case.number)


@officials_only
@require_POST
def give_away(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    form = HandOverForm(request.POST, present=case.administration)
    return _act(
        request,
        case,
        form,
        "hand_over_form",
        lambda data: hand_over(case, to=data["to"], reason=data["reason"], by=request.user),
        _("Der Vorgang ist weitergegeben."),
        leave=True,
    )


@officials_only
@require_POST
def extend(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    return _act(
        request,
        case,
        ExtensionForm(request.POST),
        "extension_form",
        lambda data: extend_deadline(
            case, to=data["due_on"], reason=data["reason"], by=request.user
        ),
        _("Die Frist ist verlängert. Die Begründung steht öffentlich im Vorgang."),
    )


@officials_only
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    return _act(
        request,
        case,
        ConsultationForm(request.POST, case=case),
        "consultation_form",
        lambda data: ask_administration(
            case, of=data["of"], question=data["question"], by=request.user
        ),
        _("Die andere Verwaltung ist gefragt. Die Frist bleibt."),
    )


@officials_only
@require_POST
def note(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    return _act(
        request,
        case,
        NoteForm(request.POST),
        "note_form",
        lambda data: write_note(case, text=data["text"], by=request.user),
        _("Der Vermerk ist gespeichert."),
    )


@officials_only
@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """What becomes of it, after the answer."""
    case = own_case_or_404(request, number)
    return _act(
        request,
        case,
        OutcomeForm(request.POST, case=case),
        "outcome_form",
        lambda data: change_outcome(
            case,
            to=CaseStatus(data["outcome"]),
            by=request.user,
            reason=data["outcome_reason"],
            effect_due_on=data["effect_due_on"],
        ),
        _("Der neue Stand steht öffentlich im Vorgang; wer gefragt hat, bekommt eine Mail."),
    )


@officials_only
@require_POST
def add_effect(request: HttpRequest, number: str) -> HttpResponse:
    case = own_case_or_404(request, number)
    return _act(
        request,
        case,
        EffectForm(request.POST, administration=case.administration),
        "effect_form",
        lambda data: record_effect(
            case,
            text=data["text"],
            happened_on=data["happened_on"],
            seen_in=data["seen_in"],
            is_final=data["is_final"],
            by=request.user,
        ),
        _("Die Wirkung steht jetzt öffentlich im Vorgang und dort, wo man sie sieht."),
    )


@officials_only
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Another administration asks: its question with the case, and our part."""
    consultation = get_object_or_404(Consultation.objects.for_list(), pk=pk)
    if not may_reply(request.user, consultation):
        raise Http404
    form = ReplyForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                reply_to_consultation(
                    consultation, reply=form.cleaned_data["reply"], by=request.user
                )
            except IllegalTransition:
                form.add_error(None, TOO_LATE)
                status = 409
            else:
                messages.success(request, _("Ihre Stellungnahme ist übermittelt."))
                return redirect(f"{reverse('desk:desk')}?ansicht=mitwirkung")
    case = Case.objects.for_list().get(pk=consultation.case_id)
    context = {
        **frame(_("Stellungnahme"), "mail", (_("Meine Vorgänge"), reverse("desk:desk"))),
        "consultation": consultation,
        "case": case,
        "comment": case.comment,
        "steps": CaseStory.of(case).steps,
        "form": form,
    }
    return render(request, "cases/reply.html", context, status=status)


def _act(
    request: HttpRequest,
    case: Case,
    form: forms.Form,
    name: str,
    do: Callable[[dict[str, Any]], Any],
    done: str,
    *,
    leave: bool = False,
) -> HttpResponse:
    """Check the form, call the service, and say what happened; nothing typed is lost."""
    if not form.is_valid():
        return edit_page(request, case, status=422, **{name: form})
    try:
        do(form.cleaned_data)
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return edit_page(request, case, status=409, **{name: form})
    except (IllegalTransition, ValueError):
        form.add_error(None, TOO_LATE)
        return edit_page(request, case, status=409, **{name: form})
    messages.success(request, done)
    return redirect("desk:desk") if leave else redirect("desk:edit", number=case.number)


def _too_late(request: HttpRequest, case: Case, refusal: Exception | None = None) -> HttpResponse:
    words = str(refusal) if isinstance(refusal, ParticipationError) else str(TOO_LATE)
    messages.warning(request, words)
    return redirect("desk:edit", number=case.number)
