"""How often somebody may do something. No network address is ever stored."""

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
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

logger = logging.getLogger(__name__)

By = Literal["person", "network"]
SECONDS = {"m": 60, "h": 3600, "d": 86400}


def limited(name: str, *, by: By, rate: str) -> Callable[[Callable], Callable]:
    """Answer 429 when the same person or network POSTs to the view more often than `rate` ("20/h").

    Without the cache nobody is refused: a broken counter must not silence citizens. Persons who are
    not signed in count by their network.
    """
    count, _slash, unit = rate.partition("/")
    maximum, window = int(count), SECONDS[unit]

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST" and not allow(
                name, _who(request, by), maximum=maximum, window=window
            ):
                return too_many(request, window)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def allow(name: str, who: str, *, maximum: int, window: int) -> bool:
    """Count one more try of `who`; False after more than `maximum` in `window` seconds."""
    slot = int(timezone.now().timestamp()) // window
    key = f"limit:{name}:{who}:{slot}"
    try:
        cache.add(key, 0, timeout=window)
        return cache.incr(key) <= maximum
    except Exception:  # noqa: BLE001  see above: fail open
        logger.warning("limits: no counter for %s", name)
        return True


def too_many(request: HttpRequest, window: int) -> HttpResponse:
    """The 429 page; what was typed is handed back so that nothing is lost."""
    typed = [
        {"name": name, "value": value}
        for name, value in request.POST.items()
        if name != "csrfmiddlewaretoken" and "password" not in name and len(value) > 20
    ]
    response = render(request, "errors/429.html", {"typed": typed}, status=429)
    left = window - int(timezone.now().timestamp()) % window
    response["Retry-After"] = str(left)
    return response


def network_of(request: HttpRequest) -> str:
    """The visitor's network as a code that means nothing tomorrow: HMAC(key of the day, prefix).

    The prefix is /24 for IPv4 and /48 for IPv6 (EuGH C-582/14: an address is personal data).
    """
    address = _client_address(request)
    try:
        bits = 24 if ipaddress.ip_address(address).version == 4 else 48
        prefix = str(ipaddress.ip_network(f"{address}/{bits}", strict=False))
    except ValueError:
        prefix = "unknown"
    day = dt.datetime.now(dt.UTC).date().isoformat()
    key = f"{settings.SECRET_KEY}:{day}".encode()
    return hmac.new(key, prefix.encode(), hashlib.sha256).hexdigest()[:24]


def _client_address(request: HttpRequest) -> str:
    """Only what our own proxies wrote counts; anything further left was sent by the visitor."""
    proxies = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(forwarded) >= proxies and forwarded[-proxies]:
        return forwarded[-proxies]
    return request.META.get("REMOTE_ADDR", "")


def _who(request: HttpRequest, by: By) -> str:
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if by == "person" and has_session and request.user.is_authenticated:
        return f"p{request.user.pk}"
    return f"n{network_of(request)}"
