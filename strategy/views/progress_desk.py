"""The desk of those who say how far measures are."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.rules import roles_of
from gdb_portal.core.admin_frame import frame

from ..forms.progress import ApplyForm, ConfirmForm, ProgressForm, UploadForm
from ..models import Measure, MeasureChange, ProgressImport
from ..progress_facts import facts_of
from ..progress_freshness import freshness
from ..progress_rules import may_change_progress, may_import_progress, may_see_progress_desk
from ..progress_timeline import newest_entries
from ..services.progress import NothingChanged, change_progress, confirm_unchanged
from ..services.progress_import import FileUnreadable, ImportResult, import_progress

TITLE = gettext_lazy("Fortschritt")
ICON = "history"


@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """The measures that this person may speak about, the oldest news first."""
    if not may_see_progress_desk(request.user):
        raise PermissionDenied
    mine = Measure.objects.live().in_source_language().with_updated_on().defer("sections")
    if Role.PUBLISHER not in roles_of(request.user):
        mine = mine.filter(responsible_administration__members__user=request.user)
    stale = set(Measure.objects.stale(timezone.localdate()).values_list("pk", flat=True))
    context = {
        **frame(TITLE, ICON),
        "rows": [
            {"measure": measure, "is_stale": measure.pk in stale}
            for measure in mine.order_by("updated_on", "title", "id")
        ],
        "may_import": may_import_progress(request.user),
        "imports": ProgressImport.objects.select_related("by")[:10],
    }
    return render(request, "strategy/admin/progress_list.html", context)


def _measure_or_404(request: HttpRequest, pk: int) -> Measure:
    measure = get_object_or_404(Measure.objects.live().in_source_language(), pk=pk)
    if not may_change_progress(request.user, measure):
        raise Http404
    return measure


@require_safe
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, _measure_or_404(request, pk))


@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _measure_or_404(request, pk)
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _page(request, measure, form=form)
    facts = dict(form.cleaned_data)
    try:
        change_progress(measure, by=request.user, reason=facts.pop("reason"), **facts)
    except NothingChanged:
        form.add_error(None, _("Sie haben nichts geändert. Bestätigen Sie unten, dass alles gilt."))
        return _page(request, measure, form=form)
    except ValidationError as error:
        for name, told in error.message_dict.items():
            # A page names its fields, the form the facts in them.
            form.add_error({"ends_on": "ends"}.get(name, name), told)
        return _page(request, measure, form=form)
    messages.success(request, _("Die Änderung steht mit ihrer Begründung im Verlauf."))
    return redirect("progress:measure", pk)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    measure = _measure_or_404(request, pk)
    form = ConfirmForm(request.POST, prefix="confirm")
    if not form.is_valid():
        return _page(request, measure, confirm_form=form)
    confirm_unchanged(measure, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Die Angaben sind als unverändert bestätigt."))
    return redirect("progress:measure", pk)


def _page(
    request: HttpRequest,
    measure: Measure,
    *,
    form: ProgressForm | None = None,
    confirm_form: ConfirmForm | None = None,
) -> HttpResponse:
    newest = MeasureChange.objects.of(measure).first()
    context = {
        **frame(measure.title, ICON, (TITLE, reverse("progress:list"))),
        "measure": measure,
        "freshness": freshness(measure, newest),
        "timeline": newest_entries(measure)[0],
        "form": form or ProgressForm(initial=facts_of(measure)),
        "confirm_form": confirm_form or ConfirmForm(prefix="confirm"),
    }
    status = 422 if form or confirm_form else 200
    return render(request, "strategy/admin/progress_measure.html", context, status=status)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Try a file: what it would change, row by row. Nothing is changed here."""
    _ensure_may_import(request)
    posted = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()
    if not posted or not form.is_valid():
        return _upload_page(request, form=form, status=422 if posted else 200)
    name, text = form.cleaned_data["file"]
    try:
        result = import_progress(text, name=name, by=request.user, dry_run=True)
    except FileUnreadable as error:
        form.add_error("file", str(error))
        return _upload_page(request, form=form, status=422)
    apply_form = ApplyForm(initial={"name": name, "text": text})
    return _upload_page(request, form=UploadForm(), result=result, apply_form=apply_form)


@require_POST
def apply(request: HttpRequest) -> HttpResponse:
    """Take over what was tried; what changed meanwhile is tried again in the same moment."""
    _ensure_may_import(request)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return redirect("progress:import")
    values = form.cleaned_data
    try:
        # Browsers send lines of a form with CR and LF.
        text = values["text"].replace("\r\n", "\n")
        result = import_progress(text, name=values["name"], by=request.user)
    except FileUnreadable as error:
        messages.error(request, str(error))
        return redirect("progress:import")
    if not result.is_applied:
        return _upload_page(request, form=UploadForm(), result=result, status=422)
    done = ngettext(
        "%(count)s Maßnahme ist geändert.",
        "%(count)s Maßnahmen sind geändert.",
        result.changed_count,
    )
    messages.success(request, done % {"count": result.changed_count})
    return redirect("progress:list")


def _ensure_may_import(request: HttpRequest) -> None:
    if not may_import_progress(request.user):
        raise PermissionDenied


def _upload_page(
    request: HttpRequest,
    *,
    form: UploadForm,
    result: ImportResult | None = None,
    apply_form: ApplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        **frame(_("Aus einer Datei übernehmen"), ICON, (TITLE, reverse("progress:list"))),
        "form": form,
        "result": result,
        "apply_form": apply_form,
    }
    return render(request, "strategy/admin/progress_import.html", context, status=status)
