"""Subscribing to the newsletter; the archive is pages of editors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from gdb_portal.core.limits import limited
from gdb_portal.mail.forms import AddressForm
from gdb_portal.mail.services import request_subscription

from ..services.newsletter import LIST


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("subscribe", by="network", rate="10/h")
def newsletter_subscribe(request: HttpRequest) -> HttpResponse:
    """An address, and a mail to it that asks for the yes; the answer tells nothing about it."""
    form = AddressForm(request.POST or None)
    if request.method != "POST":
        return render(request, "pages/newsletter_subscribe.html", {"form": form})
    if not form.is_valid():
        return render(request, "pages/newsletter_subscribe.html", {"form": form}, status=422)
    if not form.is_from_a_program:
        request_subscription(
            LIST, address=form.cleaned_data["email"], language=get_language() or "de"
        )
    return redirect("mail:subscription-requested")
