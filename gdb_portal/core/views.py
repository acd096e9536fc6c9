"""Health, and the answer to a form whose session is gone."""

import contextlib
from collections.abc import Callable

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .limits import typed_texts


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive; says nothing about what it depends on."""
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 only when the database is gone; a missing cache or broker is degraded, with 200."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001  whatever it is, this process can't serve
        return JsonResponse({"status": "unavailable", "database": "down"}, status=503)
    states = {"database": "up", "cache": _state(_ask_cache), "broker": _state(_ask_broker)}
    status = "ok" if set(states.values()) == {"up"} else "degraded"
    return JsonResponse({"status": status, **states})


def _state(ask: Callable[[], object]) -> str:
    try:
        ask()
    except Exception:  # noqa: BLE001  the portal works without it, only slower
        return "down"
    return "up"


def _ask_cache() -> None:
    # Reading would find nothing and complain about nothing: a cache that is gone is an empty one.
    # Counting complains, and a key that does not exist is an answer too.
    with contextlib.suppress(ValueError):
        cache.incr("readyz")


def _ask_broker() -> None:
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain the refusal and hand back what was typed, so that an expired form loses no text."""
    return render(request, "errors/403_csrf.html", {"typed": typed_texts(request)}, status=403)
