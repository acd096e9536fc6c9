"""Writing without an account: the form, the page after it, and the yes from the mail.

GET changes nothing, since programs that check mails for dangers follow every link.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.accounts.services.guests import account_with
from gdb_portal.core.limits import limited
from gdb_portal.core.readings import counts_as

from ..enums import Feature
from ..exceptions import AccountNeeded, DraftGone, ParticipationError
from ..forms.guest import GuestCommentForm
from ..guest_links import draft_by_token
from ..models import GuestDraft, Topic
from ..services.guest import confirm_guest_draft, take_guest_draft
from .topic import reader_of


def is_open_for_guests(topic: Topic) -> bool:
    """By this process's clock: for showing. The service decides."""
    phase = topic.present_phase()
    return topic.takes_guests and phase is not None and Feature.COMMENT in phase.features


def guest_comment(request: HttpRequest, topic: Topic) -> HttpResponse:
    """The form for somebody who is not signed in."""
    if request.method == "POST":
        return _take_in(request, topic)
    counts_as(request, "form", topic.pk)
    return _form(request, topic, GuestCommentForm())


@limited("guest-comment", by="network", rate="10/h")
def _take_in(request: HttpRequest, topic: Topic) -> HttpResponse:
    form = GuestCommentForm(request.POST)
    if not form.is_valid():
        return _form(request, topic, form, status=422)
    if form.is_from_a_program:
        return redirect("participation:guest-asked")
    said = form.cleaned_data
    try:
        take_guest_draft(
            topic,
            address=said["email"],
            language=get_language() or "de",
            **{name: said[name] for name in COPIED},
        )
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return _form(request, topic, form, status=409)
    return redirect("participation:guest-asked")


COPIED = ("text", "pseudonym", "kind", "stance", "wants_answer", "request_key")


def _form(
    request: HttpRequest, topic: Topic, form: GuestCommentForm, status: int = 200
) -> HttpResponse:
    context = {"topic": topic, "form": form}
    return render(request, "participation/guest_form.html", context, status=status)


@login_not_required
@require_safe
def guest_asked(request: HttpRequest) -> HttpResponse:
    """ "Look into your mailbox": the same words whatever we know of the address."""
    return render(request, "participation/guest_asked.html")


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("guest-confirm", by="network", rate="30/h")
def guest_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the text; only the button says yes. Whoever has an account signs in first."""
    draft = draft_by_token(token, timezone.now())
    if draft is None:
        return render(request, "participation/guest_gone.html", status=410)
    if request.method == "GET" or request.method == "HEAD":
        return render(request, "participation/guest_confirm.html", _context(request, draft, token))
    reader = reader_of(request)
    try:
        comment = confirm_guest_draft(draft, by=reader if reader.is_authenticated else None)
    except DraftGone:
        return render(request, "participation/guest_gone.html", status=410)
    except AccountNeeded:
        return render(
            request, "participation/guest_confirm.html", _context(request, draft, token), status=403
        )
    except ParticipationError as refusal:
        context = {**_context(request, draft, token), "refusal": str(refusal)}
        return render(request, "participation/guest_confirm.html", context, status=409)
    context = {"topic": draft.topic, "comment": comment}
    return render(request, "participation/guest_confirmed.html", context)


def _context(request: HttpRequest, draft: GuestDraft, token: str) -> dict[str, Any]:
    """Who holds the link has the mail: they may know whether their address has an account."""
    account = account_with(draft.address) if draft.address else None
    needs_account = account is not None and not account.is_guest
    here = reverse("participation:guest-confirm", args=[token])
    return {
        "topic": draft.topic,
        "draft": draft,
        "comment": draft.comment,
        "author_name": account.pseudonym if account is not None else draft.pseudonym,
        "must_sign_in": needs_account and reader_of(request) != account,
        "login_url": reverse("account_login", query={"next": here}),
    }
