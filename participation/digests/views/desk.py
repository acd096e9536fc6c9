"""How often administrations hear; for administrators: runs, their preview, stopping one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.mail.models import OutboxMail
from strategy.models import Administration

from ...cases.rules import may_answer_for, may_answer_for_somebody
from ..enums import Frequency
from ..forms import FrequencyForm
from ..models import DigestPreference, DigestRun, MemberPreference
from ..preview import preview as read_preview
from ..services import set_frequency, set_member_frequency, stop_run

RUNS_PAGE = 25


def may_see_runs(request: HttpRequest) -> bool:
    """Administrators, who also see the outbox."""
    return bool(request.user.has_perm("mail.view_outboxmail"))


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """An official's administrations and how often each is told."""
    if not may_answer_for_somebody(request.user):
        raise PermissionDenied
    return settings_page(request)


def settings_page(
    request: HttpRequest, *, wrong: tuple[int, FrequencyForm] | None = None, status: int = 200
) -> HttpResponse:
    rows: list[dict[str, Any]] = []
    for administration in Administration.objects.of_member(request.user).with_names():
        mailbox = DigestPreference.objects.filter(administration=administration).first()
        own = MemberPreference.objects.filter(
            administration=administration, person=request.user
        ).first()
        form = FrequencyForm(
            initial={
                "mailbox": mailbox.frequency if mailbox else Frequency.WEEKLY,
                "personal": own.frequency if own else Frequency.WEEKLY,
            }
        )
        if wrong is not None and wrong[0] == administration.pk:
            form = wrong[1]
        rows.append({"administration": administration, "form": form})
    context = {
        **frame(_("Sammelmails"), "mail"),
        "rows": rows,
        "may_see_runs": may_see_runs(request),
    }
    return render(request, "digests/settings.html", context, status=status)


@require_POST
def change_frequency(request: HttpRequest, slug: str) -> HttpResponse:
    administration = get_object_or_404(Administration, slug=slug)
    if not may_answer_for(request.user, administration):
        raise Http404
    form = FrequencyForm(request.POST)
    if not form.is_valid():
        return settings_page(request, wrong=(administration.pk, form), status=422)
    set_frequency(administration, frequency=form.cleaned_data["mailbox"], by=request.user)
    set_member_frequency(
        request.user, administration, frequency=form.cleaned_data["personal"], by=request.user
    )
    messages.success(request, _("Gespeichert."))
    return redirect("digest_runs:settings")


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """Every run: whom it told, and whom it had nothing to tell."""
    if not may_see_runs(request):
        raise PermissionDenied
    rows = DigestRun.objects.annotate(
        recipient_count=Count("recipients"),
        mail_count=Count("recipients", filter=Q(recipients__mail_id__isnull=False)),
        empty_count=Count(
            "recipients",
            filter=Q(recipients__mail_id=None, recipients__processed_at__isnull=False),
        ),
    ).order_by("-planned_at", "-pk")
    page = Paginator(rows, RUNS_PAGE).get_page(request.GET.get("seite"))
    waiting = OutboxMail.objects.waiting().filter(batch__in=[run.batch for run in page])
    context = {
        **frame(_("Läufe der Sammelmails"), "mail"),
        "page": page,
        "stoppable": set(waiting.values_list("batch", flat=True)),
    }
    return render(request, "digests/runs.html", context)


@require_safe
def preview(request: HttpRequest) -> HttpResponse:
    if not may_see_runs(request):
        raise PermissionDenied
    entries, more_count = read_preview()
    context = {**frame(_("Vorschau"), "mail"), "entries": entries, "more_count": more_count}
    return render(request, "digests/preview.html", context)


@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    if not may_see_runs(request):
        raise PermissionDenied
    stopped = stop_run(get_object_or_404(DigestRun, pk=pk), by=request.user)
    messages.success(
        request,
        ngettext("%(count)s Mail ist angehalten.", "%(count)s Mails sind angehalten.", stopped)
        % {"count": stopped},
    )
    return redirect("digest_runs:runs")
