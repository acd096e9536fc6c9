"""Persons in the CMS: roles and access, and nothing that would let anybody become somebody else."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.events import record_event

from ..enums import STAFF_ROLES, Assurance, Role
from ..forms import LockForm, PersonSearchForm
from ..models import User
from ..rules import may_change_roles_of, may_manage_persons, roles_of
from ..services.assurance import set_assurance
from ..services.roles import deactivate_person, grant_role, reactivate_person, revoke_role
from ..services.second_factor import reset_second_factor
from ..services.sessions import end_sessions


def _ensure_may_manage(request: HttpRequest) -> None:
    if not may_manage_persons(request.user):
        raise PermissionDenied


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Staff, or whoever is searched for; addresses are not listed."""
    _ensure_may_manage(request)
    form = PersonSearchForm(request.GET or None)
    persons = User.objects.prefetch_related("groups").order_by("pseudonym", "pk")
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    if query:
        persons = persons.filter(Q(email__iexact=query) | Q(pseudonym__icontains=query))
    else:
        persons = persons.filter(
            Q(groups__name__in=sorted(STAFF_ROLES)) | Q(is_superuser=True)
        ).distinct()
    page = Paginator(persons, 50).get_page(request.GET.get("seite"))
    rows = [{"person": person, "roles": _role_labels(person)} for person in page]
    context = {
        **frame(_("Personen"), "user"),
        "form": form,
        "rows": rows,
        "page": page,
        "query": query,
    }
    return render(request, "accounts/admin/persons.html", context)


def _role_labels(person: User) -> list[str]:
    names = {group.name for group in person.groups.all()}
    return [str(role.label) for role in Role if role.value in names and role != Role.CITIZEN]


@require_safe
def person_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One person with address and roles; that somebody looked is recorded."""
    _ensure_may_manage(request)
    person = get_object_or_404(User, pk=pk)
    with transaction.atomic():
        record_event("person.looked_at", on=person, by=request.user)
    return _person(request, person)


def _person(
    request: HttpRequest, person: User, *, lock_form: LockForm | None = None, status: int = 200
) -> HttpResponse:
    mine = roles_of(person)
    context = {
        **frame(person.pseudonym, "user", (_("Personen"), reverse("persons:list"))),
        "person": person,
        "lock_form": lock_form or LockForm(),
        "roles": [
            {"value": role.value, "label": role.label, "has": role in mine}
            for role in Role
            if role != Role.CITIZEN
        ],
        "may_change": may_change_roles_of(request.user, person),
        "session_count": person.sessions.count(),
        "has_second_factor": person.authenticator_set.exists(),
    }
    return render(request, "accounts/admin/person.html", context, status=status)


def _person_to_change(request: HttpRequest, pk: int) -> User:
    person = get_object_or_404(User, pk=pk)
    if not may_change_roles_of(request.user, person):
        raise PermissionDenied
    return person


def _back(request: HttpRequest, person: User, told: Any) -> HttpResponse:
    messages.success(request, told)
    return redirect("persons:detail", person.pk)


@require_POST
def role_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Give or take one role; officials come by invitation, so that they have an administration."""
    person = _person_to_change(request, pk)
    try:
        role = Role(request.POST.get("role", ""))
    except ValueError:
        return HttpResponse(status=400)
    if request.POST.get("action") == "revoke":
        revoke_role(person, role, by=request.user)
        return _back(request, person, _("Die Rolle ist entzogen."))
    if role in {Role.OFFICIAL, Role.CITIZEN}:
        raise PermissionDenied
    grant_role(person, role, by=request.user)
    return _back(request, person, _("Die Rolle ist vergeben."))


@require_POST
def access_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock or unlock the account, end its sessions, or reset its second factor."""
    person = _person_to_change(request, pk)
    match request.POST.get("action"):
        case "deactivate":
            form = LockForm(request.POST)
            if not form.is_valid():
                return _person(request, person, lock_form=form, status=422)
            deactivate_person(person, by=request.user, **form.cleaned_data)
            return _back(request, person, _("Das Konto ist gesperrt. Die Person erfährt, warum."))
        case "reactivate":
            reactivate_person(person, by=request.user)
            return _back(request, person, _("Das Konto ist wieder frei."))
        case "identity-shown":
            set_assurance(person, Assurance.IDENTITY, by=request.user)
            return _back(request, person, _("Vermerkt: Die Identität ist geprüft."))
        case "identity-doubted":
            set_assurance(person, Assurance.EMAIL, by=request.user)
            return _back(request, person, _("Vermerkt: Nur die E-Mail-Adresse ist bestätigt."))
        case "end-sessions":
            end_sessions(person, by=request.user)
            return _back(request, person, _("Alle Sitzungen sind beendet."))
        case "reset-factor":
            reset_second_factor(person, by=request.user)
            return _back(request, person, _("Der zweite Faktor ist zurückgesetzt."))
        case _:
            return HttpResponse(status=400)
