"""Leaving a reported comment as it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gdb_portal.core.transitions import IllegalTransition

from ..forms import KeepForm
from ..models import Report
from ..services import keep
from .access import comment_to_decide, moderators_only, too_late
from .queue import REPORTED
from .review import show_review


@moderators_only
@require_POST
def keep_comment(request: HttpRequest, reference: str) -> HttpResponse:
    report = get_object_or_404(Report.objects.select_related("comment"), reference=reference)
    comment = comment_to_decide(request, report.comment_id)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return show_review(request, comment, keep_form=form, status=422)
    try:
        keep(report, by=request.user, reason=form.cleaned_data["reason"])
    except IllegalTransition:
        return too_late(request, report.comment)
    messages.success(request, _("Der Beitrag bleibt sichtbar. Die Meldung ist erledigt."))
    return redirect(f"{reverse('moderation:queue')}?ansicht={REPORTED}")
