"""The mail catcher's pages (what was sent, to whom, how it looks) and uploads. They only read."""

from __future__ import annotations

import posixpath
import re

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from django.views.static import serve

from . import mailbox

PER_PAGE = 50
PICTURES = ("images/", "original_images/", "sign/")
_HEAD = re.compile(r"(<head[^>]*>)", re.IGNORECASE)


@login_not_required
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    page_obj = Paginator(mailbox.keys(), PER_PAGE).get_page(request.GET.get("seite"))
    number, last = page_obj.number, page_obj.paginator.num_pages
    context = {
        "mails": [mail for key in page_obj if (mail := mailbox.read(key))],
        "page_obj": page_obj,
        "previous_url": f"?seite={number - 1}" if number > 1 else "",
        "next_url": f"?seite={number + 1}" if number < last else "",
    }
    return render(request, "local/inbox.html", context)


@login_not_required
@never_cache
@require_safe
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]  # its stub knows no arguments
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


@login_not_required
@require_safe
@csp_replace({"default-src": ["'none'"], "sandbox": True})
def picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """What the proxy hands out in a real installation: pictures, but no documents."""
    path = posixpath.normpath(path)
    if not path.startswith(PICTURES):
        raise Http404
    return serve(request, path, document_root=settings.MEDIA_ROOT)
