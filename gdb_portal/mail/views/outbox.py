"""The outbox in the CMS: what went where, what waits, and the few things one may do about it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_exempt
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition

from .. import services
from ..enums import REASONS, MailStatus
from ..exceptions import CanNotResend
from ..forms import OutboxFilterForm, PauseForm, SuppressForm
from ..kinds import KINDS
from ..models import KindPause, OutboxMail, Suppression
from ..rules import may_run_outbox, may_see_outbox
from ..services.composing import compose, why_not
from ..services.desk import why_not_again
from ..status import alerts_of, read_status
from ..tokens import shortened

View = Callable[..., HttpResponse]
PER_PAGE = 50
# A mail carries its style inside and nothing else: no script, no form, no address of its own.
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
)


def for_readers(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see_outbox(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def for_runners(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_run_outbox(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_readers
def outbox(request: HttpRequest) -> HttpResponse:
    """Every mail, newest first, with the numbers and alerts above."""
    form = OutboxFilterForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    mails = OutboxMail.objects.select_related("recipient").order_by("-created_at", "pk")
    if asked.get("art"):
        mails = mails.filter(kind=asked["art"])
    if asked.get("status"):
        mails = mails.filter(status=asked["status"])
    if asked.get("alter"):
        since = timezone.now() - dt.timedelta(days=int(asked["alter"]))
        mails = mails.filter(created_at__gt=since)
    batch = asked.get("stapel", "")
    if batch:
        mails = mails.in_batch(batch)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("seite"))
    status = read_status()
    query = request.GET.copy()
    query.pop("seite", None)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(mail) for mail in page],
        "query": query.urlencode(),
        "status": status,
        "states": [(label, status.counts[name]) for name, label in MailStatus.choices],
        "alerts": alerts_of(status),
        "oldest": int(max(status.late_urgent, status.late_other).total_seconds() // 60),
        "is_filtered": any(asked.values()),
        "batch": batch,
        "batch_waiting": OutboxMail.objects.in_batch(batch).waiting().count() if batch else 0,
        "may_run": may_run_outbox(request.user),
    }
    return render(request, "mail/outbox.html", context)


def _row(mail: OutboxMail) -> dict[str, Any]:
    kind = KINDS.get(mail.kind)
    return {
        "mail": mail,
        "label": kind.label if kind else mail.kind,
        "address": shortened(mail.to_address),
        "reason": REASONS.get(mail.reason, mail.reason),
        "is_held": mail.status == MailStatus.QUEUED and mail.next_attempt_at > timezone.now(),
    }


@require_safe
@for_readers
def mail_detail(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One mail: why this person got it, what happened to it, what can be done."""
    mail = get_object_or_404(OutboxMail.objects.select_related("recipient", "cause"), pk=pk)
    kind = KINDS.get(mail.kind)
    is_waiting = mail.status == MailStatus.QUEUED
    context = {
        **_row(mail),
        "why": kind.why if kind else "",
        "is_waiting": is_waiting,
        "has_preview": is_waiting and kind is not None and not kind.erase_context,
        "obstacle": _obstacle(mail) if is_waiting else "",
        "archived": getattr(mail, "archived", None),
        "bounce": getattr(mail, "bounce", None),
        "events": Event.objects.about(mail).select_related("by").order_by("id"),
        "again": mail.resent.order_by("created_at", "id"),
        "may_resend": not why_not_again(mail),
        "may_run": may_run_outbox(request.user),
    }
    return render(request, "mail/detail.html", context)


def _obstacle(mail: OutboxMail) -> Any:
    kind = KINDS.get(mail.kind)
    reason = why_not(mail, kind) if kind else "unknown kind"
    return REASONS.get(reason, reason)


@require_safe
@for_runners
def mail_preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The text of a waiting mail as it would go out now."""
    mail, message = _waiting_message(pk)
    html = bool(message and message.alternatives)
    context = {**_row(mail), "message": message, "has_html": html}
    return render(request, "mail/preview.html", context)


@csp_exempt()
@xframe_options_sameorigin
@require_safe
@for_runners
def mail_preview_html(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Its HTML for the frame of the preview, which may do nothing."""
    _mail, message = _waiting_message(pk)
    if message is None or not message.alternatives:
        raise Http404
    return HttpResponse(
        message.alternatives[0].content, headers={"Content-Security-Policy": PREVIEW_POLICY}
    )


def _waiting_message(pk: uuid.UUID) -> tuple[OutboxMail, Any]:
    """Only what waits and holds no secret: what went to citizens is kept nowhere."""
    mail = get_object_or_404(OutboxMail.objects.waiting().select_related("recipient"), pk=pk)
    kind = KINDS.get(mail.kind)
    if kind is None or kind.erase_context:
        raise Http404
    return mail, compose(mail, kind)


@require_POST
@for_runners
def mail_stop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    mail = get_object_or_404(OutboxMail, pk=pk)
    try:
        services.stop_mail(mail, by=request.user)
    except IllegalTransition:
        messages.error(request, _("Diese Mail wartet nicht mehr."))
    else:
        messages.success(request, _("Die Mail ist angehalten."))
    return redirect("outbox:detail", mail.pk)


@require_POST
@for_runners
def mail_resend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    mail = get_object_or_404(OutboxMail, pk=pk)
    try:
        again = services.resend_mail(mail, by=request.user)
    except CanNotResend:
        messages.error(request, _("Diese Mail kann nicht noch einmal verschickt werden."))
        return redirect("outbox:detail", mail.pk)
    messages.success(request, _("Die Mail ist noch einmal eingereiht."))
    return redirect("outbox:detail", again.pk)


@require_POST
@for_runners
def batch_stop(request: HttpRequest, batch: str) -> HttpResponse:
    count = services.stop_batch(batch, by=request.user)
    messages.success(
        request,
        ngettext("%(count)s Mail angehalten.", "%(count)s Mails angehalten.", count)
        % {"count": count},
    )
    return redirect("outbox:list")


@require_safe
@for_readers
def switches(request: HttpRequest) -> HttpResponse:
    """Every kind of mail, and whether it goes out."""
    return _switches(request, PauseForm())


def _switches(
    request: HttpRequest, form: PauseForm, asked: str = "", status: int = 200
) -> HttpResponse:
    paused = {pause.kind: pause for pause in KindPause.objects.all()}
    kinds = sorted(KINDS.values(), key=lambda kind: (kind.priority, str(kind.label).casefold()))
    context = {
        "rows": [{"kind": kind, "pause": paused.get(kind.name)} for kind in kinds],
        "form": form,
        "asked": asked,
        "may_run": may_run_outbox(request.user),
    }
    return render(request, "mail/switches.html", context, status=status)


@require_POST
@for_runners
def kind_pause(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    form = PauseForm(request.POST)
    if not form.is_valid():
        return _switches(request, form, asked=kind, status=422)
    services.pause_kind(kind, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Mails dieser Art warten jetzt."))
    return redirect("outbox:switches")


@require_POST
@for_runners
def kind_resume(request: HttpRequest, kind: str) -> HttpResponse:
    services.resume_kind(kind, by=request.user)
    messages.success(request, _("Mails dieser Art gehen wieder hinaus."))
    return redirect("outbox:switches")


@require_safe
@for_readers
def suppressions(request: HttpRequest) -> HttpResponse:
    """Addresses to which nothing is sent."""
    return _suppressions(request, SuppressForm())


def _suppressions(request: HttpRequest, form: SuppressForm, status: int = 200) -> HttpResponse:
    rows = Suppression.objects.active(timezone.now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    context = {"page": page, "form": form, "may_run": may_run_outbox(request.user)}
    return render(request, "mail/suppressions.html", context, status=status)


@require_POST
@for_runners
def suppression_add(request: HttpRequest) -> HttpResponse:
    form = SuppressForm(request.POST)
    if not form.is_valid():
        return _suppressions(request, form, status=422)
    services.suppress_address(form.cleaned_data["address"], by=request.user)
    messages.success(request, _("An diese Adresse wird nichts mehr verschickt."))
    return redirect("outbox:suppressions")


@require_POST
@for_runners
def suppression_lift(request: HttpRequest, code: str) -> HttpResponse:
    if not services.unsuppress_address(code, by=request.user):
        messages.error(request, _("Diese Adresse ist nicht gesperrt."))
    else:
        messages.success(request, _("An diese Adresse wird wieder verschickt."))
    return redirect("outbox:suppressions")
