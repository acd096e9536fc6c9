"""Telling about a barrier, without an account and without JavaScript."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.limits import limited

from ..forms import BarrierForm
from ..services.feedback import submit_feedback


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@limited("barrier", by="network", rate="10/h")
def barrier(request: HttpRequest) -> HttpResponse:
    """Show the form, or keep the report; `von` in the address names the page it is about."""
    if request.method != "POST":
        form = BarrierForm(initial={"page_url": request.GET.get("von", "")[:500]})
        return render(request, "pages/barrier_form.html", {"form": form})
    form = BarrierForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/barrier_form.html", {"form": form}, status=422)
    if not form.is_from_a_program:
        submit_feedback(
            text=form.cleaned_data["text"],
            page_url=form.cleaned_data["page_url"],
            email=form.cleaned_data["email"],
            request_key=form.cleaned_data["request_key"],
        )
    return redirect("pages:barrier-received")


@login_not_required
@require_safe
def barrier_received(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/barrier_received.html")
