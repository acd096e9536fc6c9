"""Addresses that fail in every way there is."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import path

from gdb_portal.core.limits import too_many
from gdb_portal.core.views import csrf_failure
from gdb_portal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

FAILURES = {
    "bad": SuspiciousOperation("no"),
    "forbidden": PermissionDenied("no"),
    "broken": RuntimeError("secret words of the program"),
    "no-database": OperationalError("connection to server at 10.0.0.1 failed"),
}


@login_not_required
def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise FAILURES[how]


@login_not_required
def refuse(request: HttpRequest, how: str) -> HttpResponse:
    """As if somebody had just sent a form: what was typed is handed back."""
    request.POST = QueryDict("text=Bitte stellen Sie <b>Trinkbrunnen</b> auf den Platz.")
    return csrf_failure(request) if how == "expired" else too_many(request, 600)


urlpatterns = [
    path("fail/<str:how>/", fail),
    path("refused/<str:how>/", refuse),
    *urlpatterns,
]
