"""A person's own pages."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.events import record_event

from ..account_sections import sections_for
from ..forms import ChangePseudonymForm, DeleteAccountForm
from ..models import User
from ..rules import is_staff_role
from ..services import own_data as own_data_service
from ..services.deletion import delete_account
from ..services.profile import change_pseudonym
from ..services.sessions import end_sessions


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """What waits, what became of one's contributions, and the way to every setting."""
    sections = [
        {
            "name": section["name"],
            "title": section["title"],
            "html": render_to_string(section["template"], section["context"], request),
        }
        for section in sections_for(request.user)
    ]
    context = {
        "sections": sections,
        "is_staff_role": is_staff_role(request.user),
    }
    return render(request, "accounts/overview.html", context)


@require_http_methods(["GET", "POST"])
def pseudonym(request: HttpRequest) -> HttpResponse:
    form = ChangePseudonymForm(
        request.POST if request.method == "POST" else None,
        person=request.user,
        initial={"pseudonym": request.user.pseudonym},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                change_pseudonym(request.user, form.cleaned_data["pseudonym"], by=request.user)
        except IntegrityError:
            form.add_error("pseudonym", _("Dieses Pseudonym wurde gerade vergeben."))
        else:
            messages.success(request, _("Ihr neues Pseudonym gilt ab sofort."))
            return redirect("accounts:overview")
    context = {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/pseudonym.html", context, status=status)


@require_http_methods(["GET", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; ending all others."""
    own_key = request.session.session_key
    if request.method == "POST":
        ended = end_sessions(request.user, by=request.user, keep=own_key)
        if ended:
            messages.success(request, _("Alle anderen Sitzungen sind beendet."))
        else:
            messages.info(request, _("Es gab keine andere Sitzung."))
        return redirect("accounts:sessions")
    rows = [
        {"started_at": row.started_at, "expires_at": row.expire_date, "is_this": row.pk == own_key}
        for row in request.user.sessions.filter(expire_date__gt=timezone.now()).order_by(
            "-started_at", "pk"
        )
    ]
    context = {"rows": rows}
    return render(request, "accounts/sessions.html", context)


@require_safe
@reauthentication_required
def own_data(request: HttpRequest) -> HttpResponse:
    """Everything the portal knows about the person, to read."""
    kinds = [
        {
            "title": kind["title"],
            "rows": [
                [
                    {"label": label, "value": own_data_service.readable(value)}
                    for label, value in row.items()
                ]
                for row in kind["rows"]
            ],
        }
        for kind in own_data_service.own_data(request.user)
    ]
    context = {"kinds": kinds}
    return render(request, "accounts/own_data.html", context)


@require_POST
@reauthentication_required
def own_data_download(request: HttpRequest) -> HttpResponse:
    """The same as JSON, made now and stored nowhere."""
    return data_file_of(request.user)


def data_file_of(person: User) -> HttpResponse:
    """Everything the portal knows about the person, to keep; the record says that it was asked."""
    with transaction.atomic():
        kinds = own_data_service.own_data(person)
        record_event("person.data_exported", on=person, by=person)
    content = {"exported_at": timezone.now(), "data": kinds}
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    name = f"meine-daten-{timezone.localdate().isoformat()}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
@reauthentication_required
def delete(request: HttpRequest) -> HttpResponse:
    """Delete the account at once, after signing in anew and choosing what stays."""
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        delete_account(request.user, farewell=form.cleaned_data["farewell"])
        logout(request)
        response = redirect("accounts:deleted")
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response
    context = {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/delete.html", context, status=status)


@login_not_required
@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    """The goodbye; says nothing about anybody."""
    return render(request, "accounts/deleted.html")
