"""The desk for reported barriers in the CMS: what is open until when, and settling it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.transitions import IllegalTransition

from ..enums import FeedbackStatus
from ..forms import SettleForm
from ..models import AccessibilityFeedback
from ..rules import may_settle_feedback
from ..services.feedback import settle_feedback

PAGE = 25


@require_safe
def barrier_list(request: HttpRequest) -> HttpResponse:
    """Open reports, the most urgent first; settled ones in a second view."""
    if not may_settle_feedback(request.user):
        raise PermissionDenied
    settled = request.GET.get("ansicht") == "erledigt"
    rows = AccessibilityFeedback.objects.all()
    if settled:
        rows = rows.filter(status=FeedbackStatus.SETTLED).order_by("-settled_at", "-id")
    else:
        rows = rows.open().order_by("due_on", "id")
    context = {
        **frame(_("Gemeldete Barrieren"), "warning"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("seite")),
        "settled": settled,
        "open_count": AccessibilityFeedback.objects.open().count(),
        "today": timezone.localdate(),
    }
    return render(request, "pages/admin/barriers.html", context)


@require_http_methods(["GET", "POST"])
def barrier(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; settling it sends the note to whoever left an address."""
    if not may_settle_feedback(request.user):
        raise PermissionDenied
    feedback = get_object_or_404(AccessibilityFeedback, pk=pk)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            settle_feedback(feedback, by=request.user, note=form.cleaned_data["note"])
        except IllegalTransition:
            messages.warning(
                request, _("Das hat inzwischen jemand anderes erledigt; nichts wurde geändert.")
            )
            return redirect("barriers:detail", feedback.pk)
        if feedback.email:
            told = _("Erledigt. Die Antwort ist unterwegs, die Adresse ist vergessen.")
        else:
            told = _("Erledigt.")
        messages.success(request, told)
        return redirect("barriers:list")
    above = (_("Gemeldete Barrieren"), reverse("barriers:list"))
    context = {
        **frame(_("Meldung %(number)s") % {"number": feedback}, "warning", above),
        "feedback": feedback,
        "form": form,
        "today": timezone.localdate(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "pages/admin/barrier.html", context, status=status)
