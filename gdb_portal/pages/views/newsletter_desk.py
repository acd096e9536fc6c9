"""The newsletter's desk in the CMS: looking, a test to oneself, sending, stopping."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_exempt
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.mail.models import AddressSubscription
from gdb_portal.mail.views.outbox import PREVIEW_POLICY

from ..exceptions import CanNotSend
from ..models import NewsletterDispatch, NewsletterIssue
from ..newsletter_mail import issue_content
from ..rules import may_send_newsletter, may_write_newsletter
from ..services.newsletter import LIST, send_issue, send_test, stop_issue

PAGE = 25
REFUSALS = {
    "not public": gettext_lazy("Die Ausgabe ist noch nicht freigegeben."),
    "unpublished changes": gettext_lazy(
        "Es gibt Änderungen, die noch nicht freigegeben sind. Bitte erst freigeben lassen."
    ),
    "empty": gettext_lazy("Die Ausgabe hat noch keinen Inhalt."),
    "sent before": gettext_lazy("Die Ausgabe ist schon auf dem Weg oder verschickt."),
    "stopped before": gettext_lazy("Die Ausgabe ist schon angehalten."),
    "all gone": gettext_lazy("Alle Mails dieser Ausgabe sind schon hinausgegangen."),
}


def _issue_or_403(request: HttpRequest, pk: int) -> NewsletterIssue:
    if not may_write_newsletter(request.user):
        raise PermissionDenied
    return get_object_or_404(NewsletterIssue, pk=pk)


@require_safe
def newsletter_list(request: HttpRequest) -> HttpResponse:
    """All issues with what has become of them, and how many subscribe."""
    if not may_write_newsletter(request.user):
        raise PermissionDenied
    rows = NewsletterIssue.objects.select_related("dispatch", "dispatch__by").defer("letter")
    page = Paginator(rows.order_by("-dated_on", "-path"), PAGE).get_page(request.GET.get("seite"))
    context = {
        **frame(_("Newsletter"), "mail"),
        "page": page,
        "subscriber_count": AddressSubscription.objects.confirmed(LIST).count(),
        "may_send": may_send_newsletter(request.user),
    }
    return render(request, "pages/admin/newsletter_list.html", context)


@require_safe
def newsletter_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How the mail reads, as text and as HTML, with the latest draft's words."""
    issue = _issue_or_403(request, pk).get_latest_revision_as_object()
    context = {
        **frame(_("Vorschau: %(title)s") % {"title": issue.title}, "mail"),
        "issue": issue,
        "text": render_to_string("emails/newsletter.txt", _mail_context(issue)),
    }
    return render(request, "pages/admin/newsletter_preview.html", context)


@csp_exempt()
@xframe_options_sameorigin
@require_safe
def newsletter_preview_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail itself, for the frame of the preview, which may do nothing."""
    issue = _issue_or_403(request, pk).get_latest_revision_as_object()
    return HttpResponse(
        render_to_string("emails/newsletter.html", _mail_context(issue)),
        headers={"Content-Security-Policy": PREVIEW_POLICY},
    )


def _mail_context(issue: NewsletterIssue) -> dict[str, Any]:
    return {"base_url": settings.BASE_URL, "language": "de", **issue_content(issue)}


@require_POST
def newsletter_test(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _issue_or_403(request, pk)
    send_test(issue, by=request.user)
    messages.success(
        request, _("Die Probe ist unterwegs an %(email)s.") % {"email": request.user.email}
    )
    return redirect("newsletter:list")


@require_http_methods(["GET", "POST"])
def newsletter_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, with the number of those who will get it; then it is on its way."""
    issue = _issue_or_403(request, pk)
    if not may_send_newsletter(request.user):
        raise PermissionDenied
    if request.method == "POST":
        try:
            send_issue(issue, by=request.user)
        except CanNotSend as refusal:
            messages.error(request, REFUSALS[str(refusal)])
        else:
            messages.success(
                request, _("Die Ausgabe ist auf dem Weg. Bis sie hinausgeht, können Sie anhalten.")
            )
        return redirect("newsletter:list")
    context = {
        **frame(_("Newsletter verschicken"), "mail"),
        "issue": issue,
        "subscriber_count": AddressSubscription.objects.confirmed(LIST).count(),
    }
    return render(request, "pages/admin/newsletter_send.html", context)


@require_POST
def newsletter_stop(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_send_newsletter(request.user):
        raise PermissionDenied
    dispatch = get_object_or_404(NewsletterDispatch, issue_id=pk)
    try:
        stopped = stop_issue(dispatch, by=request.user)
    except CanNotSend as refusal:
        messages.error(request, REFUSALS[str(refusal)])
    else:
        words = ngettext(
            "Angehalten; %(count)s wartende Mail geht nicht hinaus.",
            "Angehalten; %(count)s wartende Mails gehen nicht hinaus.",
            stopped,
        )
        messages.success(request, words % {"count": stopped})
    return redirect("newsletter:list")
