"""Before a release: what it would change, and the form that decides it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gdb_portal.core.admin_frame import frame

from ..forms.version import AdoptedForm, DraftForm
from ..models import StrategyPage, StrategyVersion
from ..section_texts import fingerprint_of, texts_of
from ..services.version import NothingToRelease, TextHasChanged, anchors_of, release_version
from ..version_diff import compare

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
        "comparison": compare(list(newest.sections.all()), texts) if newest else None,
    }
    status = 422 if form.errors else 200
    return render(request, "strategy/admin/version_release.html", context, status=status)
