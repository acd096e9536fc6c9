"""What a measure or pilot once said, as it was when people spoke about it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import PageVersion, Section
from ..version_reading import groups_of


@login_not_required
@require_safe
def page_version(request: HttpRequest, parent: str, slug: str, number: int) -> HttpResponse:
    """The frozen text, to be read and cited; whoever wants the present one finds the way."""
    version = get_object_or_404(PageVersion.objects.at(parent, slug), number=number)
    sections = Section.objects.of(version)
    context = {
        "version": version,
        "newest": version.history().order_by("-number").select_related("page").first(),
        "sections": [{"section": section, "groups": groups_of(section)} for section in sections],
        "canonical": request.build_absolute_uri(version.url),
    }
    return render(request, "strategy/page_version.html", context)
