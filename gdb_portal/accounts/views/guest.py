"""A guest's page: making an account of it, seeing one's data, deleting everything.

The link from our mails is the key, so the forms need no cookie. GET changes nothing.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.core.limits import limited

from ..exceptions import NotAGuest
from ..forms import ClaimForm, DeleteAccountForm
from ..guest_links import guest_by_token
from ..services.deletion import delete_account
from ..services.guests import claim_guest
from .account import data_file_of


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("guest", by="network", rate="30/h")
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """What a guest can do; the form makes an account of it."""
    person = guest_by_token(token)
    if person is None:
        return _gone(request)
    form = ClaimForm(
        request.POST if request.method == "POST" else None,
        person=person,
        initial={"pseudonym": person.pseudonym},
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                claim_guest(person, **form.cleaned_data)
        except NotAGuest:
            return _gone(request)
        except IntegrityError:
            form.add_error("pseudonym", _("Dieses Pseudonym wurde gerade vergeben."))
        else:
            return render(request, "accounts/guest_claimed.html")
    context = {"person": person, "form": form, "token": token}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/guest.html", context, status=status)


@csrf_exempt
@login_not_required
@never_cache
@require_POST
@limited("guest", by="network", rate="30/h")
def guest_data(request: HttpRequest, token: str) -> HttpResponse:
    """Everything the portal knows about the guest, as JSON."""
    person = guest_by_token(token)
    return _gone(request) if person is None else data_file_of(person)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("guest", by="network", rate="30/h")
def guest_delete(request: HttpRequest, token: str) -> HttpResponse:
    """Delete address and name at once; the guest says what stays of the contributions."""
    person = guest_by_token(token)
    if person is None:
        return _gone(request)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    form.fields["confirmed"].label = _("Ja, meine Daten sollen endgültig gelöscht werden.")
    if request.method == "POST" and form.is_valid():
        delete_account(person, farewell=form.cleaned_data["farewell"])
        return redirect("accounts:deleted")
    context = {"form": form, "token": token}
    status = 422 if form.is_bound else 200
    return render(request, "accounts/guest_delete.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/guest_gone.html", status=410)
