"""How often somebody may do something. No network address is ever stored.

Counters live in the shared cache. When it is gone, what protects accounts counts in the database
(a few rows, slower), and what citizens say is let through: a broken counter must not silence them.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import hmac
import ipaddress
import logging
from collections.abc import Callable
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .cache import cache
from .models import LimitCount

logger = logging.getLogger(__name__)

By = Literal["person", "network"]
WithoutCache = Literal["allow", "database"]
NOT_TYPED = {"csrfmiddlewaretoken", "next", "request_key", "shown_at", "code", "credential"}
SECONDS = {"m": 60, "h": 3600, "d": 86400}


def limited(name: str, *, by: By, rate: str) -> Callable[[Callable], Callable]:
    """Answer 429 when the same person or network POSTs to the view more often than `rate` ("20/h").

    Without the cache nobody is refused. Persons who are not signed in count by their network.
    """
    maximum, window = parse_rate(rate)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not allow(
                name, who(request, by), maximum=maximum, window=window
            ):
                return too_many(request, window)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def parse_rate(rate: str) -> tuple[int, int]:
    """How many, in how many seconds: "20/h" is (20, 3600), "5/10m" is (5, 600)."""
    count, _slash, span = rate.partition("/")
    return int(count), int(span[:-1] or 1) * SECONDS[span[-1]]


def allow(
    name: str, who: str, *, maximum: int, window: int, without_cache: WithoutCache = "allow"
) -> bool:
    """Count one more try of `who`; False after more than `maximum` in `window` seconds."""
    slot = int(timezone.now().timestamp()) // window
    key = f"limit:{name}:{who}:{slot}"
    try:
        return int(cache.count_one_more(key, seconds=window)) <= maximum
    except Exception:  # noqa: BLE001  whatever is wrong with the cache: see the module's docstring
        logger.warning("limits: no counter in the cache for %s", name)
    if without_cache == "allow":
        return True
    ends_at = dt.datetime.fromtimestamp((slot + 1) * window, dt.UTC)
    return LimitCount.objects.count_one_more(f"{name}:{who}:{slot}", ends_at) <= maximum


def too_many(request: HttpRequest, window: int) -> HttpResponse:
    """The 429 page; what was typed is handed back so that nothing is lost."""
    left = window - int(timezone.now().timestamp()) % window
    again_at = timezone.now() + dt.timedelta(seconds=left + 59)
    context = {"typed": typed_texts(request), "again_at": again_at}
    response = render(request, "errors/429.html", context, status=429)
    response["Retry-After"] = str(left)
    return response


def typed_texts(request: HttpRequest) -> list[dict[str, str]]:
    """What somebody wrote into the form that is refused: no secrets, no hidden fields."""
    return [
        {"name": name, "value": str(value)}
        for name, value in request.POST.items()
        if name not in NOT_TYPED and "password" not in name and len(value) > 20
    ]


def network_of(request: HttpRequest) -> str:
    """The visitor's network as a code that means nothing tomorrow: HMAC(key of the day, prefix).

    The prefix is /24 for IPv4 and /48 for IPv6 (EuGH C-582/14: an address is personal data).
    """
    try:
        address = ipaddress.ip_address(_client_address(request))
        # ::ffff:192.0.2.1 is an IPv4 visitor on a socket that speaks both.
        address = getattr(address, "ipv4_mapped", None) or address
        bits = 24 if address.version == 4 else 48
        prefix = str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        prefix = "unknown"
    return code_of_the_day(prefix)


def code_of_the_day(text: str) -> str:
    """A code under which `text` can be counted today, and which means nothing tomorrow."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    key = f"{settings.SECRET_KEY}:{day}".encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:24]


def _client_address(request: HttpRequest) -> str:
    known = getattr(request, "_network_address", None)
    return known if known is not None else _read_address(request)


def _read_address(request: HttpRequest) -> str:
    """Only what our own proxies wrote counts; anything further left was sent by the visitor."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")


class ForgetAddressMiddleware:
    """Take the visitor's network address out of the request before anything can store it.

    Only `network_of` still knows it, and only until the answer is sent.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request._network_address = _read_address(request)  # type: ignore[attr-defined]
        for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"):
            request.META.pop(name, None)
        return self.get_response(request)


def who(request: HttpRequest, by: By) -> str:
    """The code under which this request is counted."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if by == "person" and has_session and request.user.is_authenticated:
        return f"p{request.user.pk}"
    return f"n{network_of(request)}"
