"""What an administration arranges for itself: wordings, absences, its head, its remark."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gdb_portal.core.admin_frame import apart, frame
from strategy.models import Administration

from ..forms import AbsenceForm, AnswerTemplateForm, ContactForm, RemarkForm
from ..models import Absence, AnswerTemplate, EscalationContact, StatisticsRemark
from ..rules import may_answer_for
from ..services import record_absence, write_remark
from ..services.settings import (
    delete_absence,
    delete_template,
    keep_template,
    name_head_of_unit,
)
from .desk import officials_only, own_administrations


@officials_only
@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    return settings_page(request)


def settings_page(
    request: HttpRequest,
    *,
    status: int = 200,
    absence_form: AbsenceForm | None = None,
    wrong: tuple[int, str, Any] | None = None,
) -> HttpResponse:
    """Everything on one page; `wrong` is (administration, form name, form with its errors)."""
    rows = []
    for administration in own_administrations(request):
        remark = StatisticsRemark.objects.filter(administration=administration).first()
        contact = EscalationContact.objects.filter(administration=administration).first()
        row = {
            "administration": administration,
            "templates": AnswerTemplate.objects.filter(administration=administration),
            "template_form": AnswerTemplateForm(),
            "remark_form": RemarkForm(initial={"text": remark.text if remark else ""}),
            "contact_form": ContactForm(initial={"email": contact.email if contact else ""}),
        }
        if wrong is not None and wrong[0] == administration.pk:
            row[wrong[1]] = wrong[2]
        rows.append(apart(row, administration.pk))
    context = {
        **frame(_("Arbeitsplatz einrichten"), "cog", (_("Meine Vorgänge"), reverse("desk:desk"))),
        "rows": rows,
        "absences": Absence.objects.filter(
            person=request.user, ends_on__gte=timezone.localdate()
        ).select_related("deputy"),
        "absence_form": absence_form or AbsenceForm(colleagues=colleagues(request)),
    }
    return render(request, "cases/settings.html", apart(context), status=status)


@officials_only
@require_POST
def absence_create(request: HttpRequest) -> HttpResponse:
    form = AbsenceForm(request.POST, colleagues=colleagues(request))
    if not form.is_valid():
        return settings_page(request, absence_form=form, status=422)
    record_absence(request.user, **form.cleaned_data)
    messages.success(request, _("Die Abwesenheit ist eingetragen."))
    return redirect("desk:settings")


@officials_only
@require_POST
def absence_delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_absence(get_object_or_404(Absence, pk=pk, person=request.user), by=request.user)
    messages.success(request, _("Die Abwesenheit ist gelöscht."))
    return redirect("desk:settings")


@officials_only
@require_POST
def template_create(request: HttpRequest, slug: str) -> HttpResponse:
    administration = own_administration_or_404(request, slug)
    form = AnswerTemplateForm(request.POST)
    if not form.is_valid():
        return settings_page(request, wrong=(administration.pk, "template_form", form), status=422)
    keep_template(administration, by=request.user, **form.cleaned_data)
    messages.success(request, _("Der Textbaustein ist gespeichert."))
    return redirect("desk:settings")


@officials_only
@require_POST
def template_delete(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(
        AnswerTemplate.objects.filter(administration__members__user=request.user), pk=pk
    )
    delete_template(template, by=request.user)
    messages.success(request, _("Der Textbaustein ist gelöscht."))
    return redirect("desk:settings")


@officials_only
@require_POST
def remark(request: HttpRequest, slug: str) -> HttpResponse:
    administration = own_administration_or_404(request, slug)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return settings_page(request, wrong=(administration.pk, "remark_form", form), status=422)
    write_remark(administration, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Die Anmerkung ist gespeichert."))
    return redirect("desk:settings")


@officials_only
@require_POST
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    administration = own_administration_or_404(request, slug)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return settings_page(request, wrong=(administration.pk, "contact_form", form), status=422)
    name_head_of_unit(administration, email=form.cleaned_data["email"], by=request.user)
    messages.success(request, _("Das Postfach der Leitung ist gespeichert."))
    return redirect("desk:settings")


def colleagues(request: HttpRequest) -> Any:
    """Active officials of the same administrations, besides oneself."""
    return (
        get_user_model()
        .objects.filter(
            is_active=True,
            administration_memberships__administration__members__user=request.user,
        )
        .exclude(pk=request.user.pk)
        .order_by("pseudonym")
        .distinct()
    )


def own_administration_or_404(request: HttpRequest, slug: str) -> Administration:
    administration = get_object_or_404(Administration, slug=slug)
    if not may_answer_for(request.user, administration):
        raise Http404
    return administration
