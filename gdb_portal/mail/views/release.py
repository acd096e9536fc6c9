"""Letting mails reach one's own address again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gdb_portal.core.limits import limited

from .. import services
from ..tokens import address_code


@require_POST
@limited("mail-release", by="person", rate="3/d")
def release(request: HttpRequest) -> HttpResponse:
    """The owner of an address says that it works again."""
    if services.unsuppress_address(address_code(request.user.email), by=request.user):
        messages.success(request, _("Wir schicken wieder Mails an Ihre Adresse."))
    return redirect("accounts:overview")
