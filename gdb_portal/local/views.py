"""The mail catcher's pages: what the portal sent, to whom, and how it looks. They only read."""

from __future__ import annotations

import re

from csp.decorators import csp_replace, csp_update
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from . import mailbox

PER_PAGE = 50
_HEAD = re.compile(r"(<head[^>]*>)", re.IGNORECASE)


@login_not_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page_obj = Paginator(mailbox.keys(), PER_PAGE).get_page(request.GET.get("seite"))
    mails = [mail for key in page_obj if (mail := mailbox.read(key))]
    context = {
        "mails": mails,
        "page_obj": page_obj,
        "previous_url": _page_url(page_obj.previous_page_number) if page_obj.has_previous() else "",
        "next_url": _page_url(page_obj.next_page_number) if page_obj.has_next() else "",
    }
    return render(request, "local/inbox.html", context)


@login_not_required
@never_cache
@require_safe
@csp_update({"frame-src": ["'self'"]})
def mail(request: HttpRequest, key: str) -> HttpResponse:
    return render(request, "local/mail.html", {"mail": _mail_or_404(key)})


# A mail brings its own styles. The sandbox keeps it from running anything; links open outside.
@login_not_required
@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace(
    {
        "default-src": ["'none'"],
        "script-src": None,
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "font-src": None,
        "connect-src": None,
        "manifest-src": None,
        "media-src": None,
        "form-action": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    }
)
def html(request: HttpRequest, key: str) -> HttpResponse:
    """The mail as its reader sees it, for the frame in its page."""
    found = _mail_or_404(key)
    if not found.html:
        raise Http404
    return HttpResponse(_HEAD.sub(r'\1<base target="_blank">', found.html, count=1))


@login_not_required
@never_cache
@require_safe
def raw(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(_mail_or_404(key).raw, content_type="text/plain; charset=utf-8")


def _mail_or_404(key: str) -> mailbox.Mail:
    found = mailbox.read(key)
    if found is None:
        raise Http404
    return found


def _page_url(number: int) -> str:
    return f"?seite={number}"
