"""Before a release: what it would change, and the form that decides it; then its next steps."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.transitions import IllegalTransition

from ..enums import VERSION_TRANSITIONS, VersionStatus
from ..forms.version import AdoptedForm, DecisionForm, DraftForm
from ..models import StrategyPage, StrategyVersion
from ..section_texts import fingerprint_of, texts_of
from ..services.version import (
    NothingToRelease,
    TextHasChanged,
    adopt_version,
    anchors_of,
    open_consultation,
    release_version,
)
from ..version_diff import compare
from ..version_events import consequences_of

DRAFTS: Final = "entwuerfe"


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest) -> HttpResponse:
    """GET shows what would be frozen, beside the newest version; POST freezes exactly that."""
    if not request.user.has_perm("strategy.release_version"):
        raise PermissionDenied
    page = get_object_or_404(StrategyPage, locale__language_code=settings.LANGUAGE_CODE)
    from_drafts = request.GET.get("quelle") == DRAFTS
    newest = StrategyVersion.objects.genuine().first()
    texts = texts_of(page, from_drafts=from_drafts, known=anchors_of(newest))
    form_class = DraftForm if from_drafts else AdoptedForm
    initial = {"seen": fingerprint_of(texts), "title": newest.title if newest else page.title}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = release_version(
                page, by=request.user, from_drafts=from_drafts, **form.cleaned_data
            )
        except TextHasChanged:
            form.add_error(
                None,
                _("Der Text wurde inzwischen geändert. Bitte sehen Sie sich den Vergleich neu an."),
            )
        except NothingToRelease:
            form.add_error(None, _("Es gibt noch keinen Abschnitt, der eingefroren werden kann."))
        else:
            messages.success(
                request,
                _("%(name)s ist eingefroren und öffentlich.") % {"name": version.name},
            )
            return redirect("versions:release")
    context = {
        **frame(_("Fassung freigeben"), "history"),
        "form": form,
        "from_drafts": from_drafts,
        "drafts": DRAFTS,
        "newest": newest,
        "section_count": len(texts),
        "consequences": consequences_of(texts) if newest else [],
        "versions": [
            {
                "version": version,
                "may_consult": _may_become(version, VersionStatus.IN_CONSULTATION),
                "may_adopt": _may_become(version, VersionStatus.ADOPTED),
            }
            for version in StrategyVersion.objects.released().select_related("superseded_by")
        ],
        "comparison": compare(list(newest.sections.all()), texts) if newest else None,
    }
    status = 422 if form.errors else 200
    return render(request, "strategy/admin/version_release.html", context, status=status)


@require_POST
def consult(request: HttpRequest, number: int) -> HttpResponse:
    """People are asked about a frozen draft."""
    version = _version_or_404(request, number)
    try:
        open_consultation(version, by=request.user)
    except IllegalTransition:
        messages.error(request, _("Das ist bei dieser Fassung nicht mehr möglich."))
    else:
        messages.success(
            request, _("Die Beteiligung zu %(name)s ist eröffnet.") % {"name": version.name}
        )
    return redirect("versions:release")


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, number: int) -> HttpResponse:
    """A frozen draft was decided as it stands: it replaces the version in force."""
    version = _version_or_404(request, number)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            adopt_version(version, by=request.user, **form.cleaned_data)
        except IllegalTransition:
            messages.error(request, _("Das ist bei dieser Fassung nicht mehr möglich."))
        else:
            messages.success(request, _("%(name)s ist jetzt in Kraft.") % {"name": version.name})
        return redirect("versions:release")
    here = _("%(name)s als beschlossen eintragen") % {"name": version.name}
    context = {
        **frame(here, "history", (_("Fassung freigeben"), reverse("versions:release"))),
        "version": version,
        "in_force": StrategyVersion.objects.in_force().first(),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "strategy/admin/version_adopt.html", context, status=status)


def _version_or_404(request: HttpRequest, number: int) -> StrategyVersion:
    """A genuine version; what was invented for a demonstration is never decided."""
    if not request.user.has_perm("strategy.release_version"):
        raise PermissionDenied
    version = StrategyVersion.objects.genuine().filter(number=number).first()
    if version is None:
        raise Http404
    return version


def _may_become(version: StrategyVersion, status: VersionStatus) -> bool:
    after = VERSION_TRANSITIONS.get(version.status, frozenset())
    return not version.is_demonstration and status in after
