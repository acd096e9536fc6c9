"""Health, and the answer to a form whose session is gone."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


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
    """503 only when the database is gone; a missing cache is reported as degraded with 200."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001  whatever it is, this process can't serve
        return JsonResponse({"status": "unavailable", "database": "down"}, status=503)
    try:
        cache.get("readyz")
        state = "up"
    except Exception:  # noqa: BLE001  the portal works without its cache, only slower
        state = "down"
    status = "ok" if state == "up" else "degraded"
    return JsonResponse({"status": status, "database": "up", "cache": state})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain the refusal and hand back what was typed, so that an expired form loses no text."""
    typed = [
        {"name": name, "value": value}
        for name, value in request.POST.items()
        if name != "csrfmiddlewaretoken" and "password" not in name and len(value) > 20
    ]
    return render(request, "errors/403_csrf.html", {"typed": typed}, status=403)
