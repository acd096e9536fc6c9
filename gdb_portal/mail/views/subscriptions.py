"""Subscribing without an account: saying yes, seeing and changing everything one subscribed to.

The links from our mails are the keys. GET changes nothing, since programs that check mails for
dangers follow every link.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.limits import limited

from .. import services
from ..forms import AddressForm, AlsoForm, RhythmsForm
from ..lists import LISTS, Described, description_of
from ..models import AddressSubscription, Reader
from ..tokens import confirm_token, is_token, number_in, reader_token


@login_not_required
@require_safe
def subscription_requested(request: HttpRequest) -> HttpResponse:
    """ "Look into your mailbox": the same words whatever we know of the address."""
    return render(request, "mail/subscription_requested.html")


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Says what was asked for; only the button says yes. Other waiting requests may be ticked."""
    subscription = _subscription_of(token)
    described = description_of(subscription) if subscription else None
    if subscription is None or described is None:
        return render(request, "mail/subscription_gone.html", status=410)
    others = _waiting_besides(subscription)
    # A form without a tick is a yes too.
    posted = request.POST if request.method == "POST" else None
    form = AlsoForm(posted, others=others)
    done = subscription.is_confirmed
    if request.method == "POST" and form.is_valid():
        also = AddressSubscription.objects.filter(pk__in=form.cleaned_data["also"])
        services.confirm_subscription(subscription, also=also)
        done = True
    context = {"described": described, "form": form, "has_others": bool(others), "done": done}
    return render(request, "mail/subscription_confirm.html", context)


def _waiting_besides(subscription: AddressSubscription) -> list[tuple[int, Described]]:
    rows = subscription.reader.subscriptions.unconfirmed().exclude(pk=subscription.pk)
    described = [(row.pk, description_of(row)) for row in rows]
    return [(pk, what) for pk, what in described if what is not None]


@login_not_required
@never_cache
@require_safe
def subscriptions(request: HttpRequest, token: str) -> HttpResponse:
    """Everything an address gets from us, and how to change or end it."""
    reader = reader_or_404(token)
    saved = "gespeichert" in request.GET
    context = {**subscriptions_page(reader), "saved": saved}
    return render(request, "mail/subscriptions.html", context)


def subscriptions_page(reader: Reader, form: RhythmsForm | None = None) -> dict[str, Any]:
    described = _described(reader)
    form = form or RhythmsForm(subscriptions=_with_rhythm(described))
    rows = [
        {
            "subscription": row,
            "described": what,
            "field": form[str(row.pk)] if str(row.pk) in form.fields else None,
        }
        for row, what in described
    ]
    return {"reader": reader, "token": reader_token(reader), "rows": rows, "form": form}


def _described(reader: Reader) -> list[tuple[AddressSubscription, Described | None]]:
    return [(row, description_of(row)) for row in reader.subscriptions.confirmed()]


def _with_rhythm(
    described: list[tuple[AddressSubscription, Described | None]],
) -> list[tuple[AddressSubscription, Described]]:
    """Those that tell news of something that is still there."""
    return [(row, what) for row, what in described if what and LISTS[row.list_name].has_rhythm]


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def subscription_end(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    reader = reader_or_404(token)
    subscription = reader.subscriptions.filter(pk=pk).first()
    if subscription is not None:
        services.end_subscription(subscription, how="list of subscriptions")
    return _back(token)


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def subscriptions_end(request: HttpRequest, token: str) -> HttpResponse:
    services.end_all_subscriptions(reader_or_404(token), how="list of subscriptions")
    return redirect("mail:subscriptions-ended")


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def subscriptions_rhythm(request: HttpRequest, token: str) -> HttpResponse:
    reader = reader_or_404(token)
    subscriptions = _with_rhythm(_described(reader))
    form = RhythmsForm(request.POST, subscriptions=subscriptions)
    if not form.is_valid():
        context = subscriptions_page(reader, form)
        return render(request, "mail/subscriptions.html", context, status=422)
    for subscription, _what in subscriptions:
        if rhythm := form.cleaned_data[str(subscription.pk)]:
            services.set_rhythm(subscription, rhythm=rhythm)
    return redirect(reverse("mail:subscriptions", args=[token]) + "?gespeichert=ja")


@login_not_required
@require_safe
def subscriptions_ended(request: HttpRequest) -> HttpResponse:
    return render(request, "mail/subscriptions_ended.html")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("subscriptions-link", by="network", rate="10/h")
def subscriptions_link(request: HttpRequest) -> HttpResponse:
    """Whoever has no mail of ours at hand asks for the link; who has no subscription gets none."""
    form = AddressForm(request.POST or None)
    if request.method != "POST":
        return render(request, "mail/subscriptions_link.html", {"form": form})
    if not form.is_valid():
        return render(request, "mail/subscriptions_link.html", {"form": form}, status=422)
    if not form.is_from_a_program:
        services.send_subscriptions_link(
            address=form.cleaned_data["email"], language=get_language() or "de"
        )
    return redirect("mail:subscription-requested")


def _back(token: str) -> HttpResponse:
    """To the list, or to the farewell when nothing is left and the address is forgotten."""
    number = number_in(token)
    if Reader.objects.filter(pk=number).exists():
        return redirect("mail:subscriptions", token)
    return redirect("mail:subscriptions-ended")


def reader_or_404(token: str) -> Reader:
    reader = Reader.objects.filter(pk=number_in(token)).first()
    if reader is None or not is_token(token, reader_token(reader)):
        raise Http404
    return reader


def _subscription_of(token: str) -> AddressSubscription | None:
    rows = AddressSubscription.objects.select_related("reader")
    subscription = rows.filter(pk=number_in(token)).first()
    if subscription is None or not is_token(token, confirm_token(subscription)):
        return None
    return subscription
