"""Entering contributions from paper and events, and the sheet to hand out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.page_cache import depends_on, expires_at

from ..exceptions import ParticipationError
from ..forms.offline import OfflineForm
from ..models import OfflineOrigin
from ..paper import sheet_pdf
from ..rules import may_enter_offline
from ..services.comment import topic_tag
from ..services.offline import enter_offline
from .topic import public_topic_or_404


@require_http_methods(["GET", "POST"])
def offline_enter(request: HttpRequest) -> HttpResponse:
    """One sheet after the other; what is alike is typed once."""
    if not may_enter_offline(request.user):
        raise PermissionDenied
    if request.method == "POST":
        form = OfflineForm(request.POST)
    else:
        known = {name: request.GET[name] for name in OfflineForm.KEPT if name in request.GET}
        form = OfflineForm(initial=known)
    entered = OfflineOrigin.objects.filter(entered_by=request.user).select_related("comment__topic")
    context = {
        **frame(_("Von Papier und Veranstaltungen"), "edit"),
        "form": form,
        "entered": entered.order_by("-pk")[:10],
    }
    if request.method == "GET":
        return render(request, "participation/offline_enter.html", context)
    if not form.is_valid():
        return render(request, "participation/offline_enter.html", context, status=422)
    data = dict(form.cleaned_data)
    topic = data.pop("topic")
    try:
        comment = enter_offline(topic, by=request.user, **data)
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "participation/offline_enter.html", context, status=409)
    shown = comment.is_published
    messages.success(
        request,
        _("Erfasst und veröffentlicht.")
        if shown
        else _("Erfasst. Die Moderation prüft ihn jetzt."),
    )
    alike = urlencode({name: form.data[name] for name in OfflineForm.KEPT})
    return redirect(f"{reverse('offline:enter')}?{alike}")


@login_not_required
@require_safe
def paper_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The topic on a sheet of paper, to write on by hand."""
    topic = public_topic_or_404(slug)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    response = HttpResponse(sheet_pdf(topic), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{topic.slug}-bogen.pdf"'
    return response
