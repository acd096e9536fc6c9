"""The invited person's page, and the administrators' list in the CMS."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.accounts.models import User
from gdb_portal.core.admin_frame import frame
from gdb_portal.core.limits import limited
from gdb_portal.core.transitions import IllegalTransition

from ..enums import InvitationStatus
from ..forms.invitation import AcceptForm, InviteForm
from ..models import AdministrationMember, Invitation
from ..services.invitation import (
    InvitationExpired,
    accept_invitation,
    end_membership,
    hash_of,
    invite_official,
    resend_invitation,
    revoke_invitation,
)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
@limited("invitation", by="network", rate="30/h")
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what the invitation is about and changes nothing; POST accepts it."""
    invitation = Invitation.objects.for_list().filter(token_hash=hash_of(token)).first()
    if invitation is None or not invitation.is_valid_at(timezone.now()):
        return _private(render(request, "strategy/invitation_expired.html", status=410))
    person = _person_with(invitation.email)
    if request.user.is_authenticated:
        return _private(_accept_as(request, invitation, token, person))
    if person is not None:
        # Only the owner of the account may attach it, and proves it by signing in.
        if request.method == "POST":
            return redirect_to_login(request.get_full_path())
        return _page(request, invitation, form=None, needs_login=True)
    posted = request.POST if request.method == "POST" else None
    form = AcceptForm(posted, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        try:
            accept_invitation(
                token,
                pseudonym=form.cleaned_data["pseudonym"],
                password=form.cleaned_data["password"],
            )
        except InvitationExpired:
            return _private(render(request, "strategy/invitation_expired.html", status=410))
        except IntegrityError:
            form.add_error("pseudonym", _("Dieses Pseudonym wurde gerade vergeben."))
        else:
            # Signing in goes through the one door, with its second factor.
            return _private(redirect(reverse("account_login", query={"next": "/cms/"})))
    return _page(request, invitation, form=form, status=422 if form.is_bound else 200)


def _accept_as(
    request: HttpRequest, invitation: Invitation, token: str, person: User | None
) -> HttpResponse:
    if person is None or person.pk != request.user.pk:
        return _page(request, invitation, form=None, is_other_person=True)
    if request.method == "POST":
        try:
            accept_invitation(token, person=request.user)
        except InvitationExpired:
            return render(request, "strategy/invitation_expired.html", status=410)
        messages.success(request, _("Sie können jetzt für Ihre Verwaltung antworten."))
        return redirect("wagtailadmin_home")
    return _page(request, invitation, form=None)


def _person_with(email: str) -> User | None:
    address = EmailAddress.objects.filter(email__iexact=email, verified=True).first()
    return address.user if address else User.objects.filter(email__iexact=email).first()


def _page(
    request: HttpRequest, invitation: Invitation, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"invitation": invitation, **context}
    return _private(render(request, "strategy/invitation.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    # The address is a secret: it must not travel to the next page. With "no-referrer" browsers send
    # the form with "Origin: null", which the protection against forged requests refuses.
    response["Referrer-Policy"] = "strict-origin"
    return response


def _ensure_may_invite(request: HttpRequest) -> None:
    if not request.user.has_perm("strategy.invite_official"):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Invite an official; all open invitations and all members."""
    _ensure_may_invite(request)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        invite_official(
            form.cleaned_data["administration"], form.cleaned_data["email"], by=request.user
        )
        messages.success(request, _("Die Einladung ist unterwegs."))
        return redirect("invitations:list")
    context = {
        **frame(_("Einladungen"), "group"),
        "form": form,
        "invitations": Invitation.objects.for_list().filter(status=InvitationStatus.OPEN),
        "members": AdministrationMember.objects.select_related("administration", "user")
        .prefetch_related("administration__names")
        .order_by("administration__sort_key", "created_at", "id"),
        "now": timezone.now(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "strategy/admin/invitations.html", context, status=status)


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    _ensure_may_invite(request)
    return _change(request, pk, resend_invitation, _("Die Einladung ist noch einmal unterwegs."))


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    _ensure_may_invite(request)
    return _change(request, pk, revoke_invitation, _("Die Einladung ist zurückgezogen."))


def _change(request: HttpRequest, pk: int, service: Any, told: str) -> HttpResponse:
    try:
        service(get_object_or_404(Invitation, pk=pk), by=request.user)
    except IllegalTransition:
        messages.warning(request, _("Diese Einladung ist nicht mehr offen."))
    else:
        messages.success(request, told)
    return redirect("invitations:list")


@require_POST
def remove_member(request: HttpRequest, pk: int) -> HttpResponse:
    _ensure_may_invite(request)
    member = get_object_or_404(AdministrationMember.objects.select_related("user"), pk=pk)
    if member.user_id == request.user.pk:
        raise Http404
    end_membership(member, by=request.user)
    messages.success(request, _("Die Person gehört nicht mehr zu dieser Verwaltung."))
    return redirect("invitations:list")
