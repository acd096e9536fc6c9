"""Leaving a list of mails: one click in the mail program, or a form for everybody else."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import services
from ..kinds import kinds_of_list
from ..tokens import read_unsubscribe_token


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """POST leaves the list, however often it comes (RFC 8058: no cookie, no login, no redirect).

    GET only shows a form, since programs that check mails for dangers follow every link.
    """
    known = read_unsubscribe_token(token)
    if known is None:
        raise Http404
    list_name, subscriber = known
    context = {"labels": [kind.label for kind in kinds_of_list(list_name)], "done": False}
    if request.method == "POST":
        one_click = request.POST.get("List-Unsubscribe") == "One-Click"
        services.unsubscribe(list_name, subscriber, how="one-click" if one_click else "form")
        context["done"] = True
    return render(request, "mail/unsubscribe.html", context)
