"""Versions of the strategy: their list, one of them, two of them beside each other."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gdb_portal.core.templatetags.portal import day

from ..enums import DecisionKind
from ..models import DecisionStep, Section, StrategyVersion
from ..version_reading import chapters_of, comparison_of

BESIDE: Final = "nebeneinander"


@login_not_required
@require_safe
def version_list(request: HttpRequest) -> HttpResponse:
    """All versions, and the way on which the strategy came to be decided."""
    versions = list(StrategyVersion.objects.released().select_related("superseded_by"))
    steps = list(DecisionStep.objects.select_related("version"))
    return render(
        request,
        "strategy/version_list.html",
        {
            "versions": [
                {"version": version, "previous": previous}
                for version, previous in zip_longest(versions, versions[1:])
            ],
            "steps": steps,
            "resolutions": [
                DecisionKind.RESOLUTION.value,
                DecisionKind.COUNCIL.value,
            ],
        },
    )


@login_not_required
@require_safe
def version_detail(request: HttpRequest, number: int) -> HttpResponse:
    """The whole version, to be read and cited."""
    version = _released_or_404(number)
    chapters = chapters_of(Section.objects.of(version))
    others = [
        other for other in StrategyVersion.objects.released() if other.number != version.number
    ]
    return render(
        request,
        "strategy/version.html",
        {
            "version": version,
            "chapters": chapters,
            "contents": [
                {"label": chapter["title"], "href": f"#{chapter['anchor']}"} for chapter in chapters
            ],
            "facts": _facts(version),
            "others": others,
            "canonical": request.build_absolute_uri(version.url),
        },
    )


@login_not_required
@require_safe
def comparison(request: HttpRequest, before: int, after: int) -> HttpResponse:
    """What changed from one version to another, in the text or side by side."""
    if before == after:
        return redirect("strategy:version", after)
    if before > after:
        return redirect("strategy:comparison", after, before)
    older, newer = _released_or_404(before), _released_or_404(after)
    found = comparison_of(older, newer)
    return render(
        request,
        "strategy/version_comparison.html",
        {
            "older": older,
            "newer": newer,
            "comparison": found,
            "is_beside": request.GET.get("ansicht") == BESIDE,
            "beside": BESIDE,
            "canonical": request.build_absolute_uri(request.path),
        },
    )


def _released_or_404(number: int) -> StrategyVersion:
    return get_object_or_404(
        StrategyVersion.objects.released().select_related("superseded_by"), number=number
    )


def _facts(version: StrategyVersion) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = [{"label": _("Beschlossen am"), "value": day(version.adopted_on)}]
    facts.append({"label": _("Beschlossen von"), "value": version.adopted_by})
    facts.append({"label": _("Beschluss"), "value": version.resolution})
    if version.resolution_url:
        link = {"label": _("Original nachlesen"), "href": version.resolution_url}
        facts.append({"label": _("Wortlaut"), "links": [link]})
    facts.append({"label": _("In diesem Portal eingefroren am"), "value": day(version.released_at)})
    if version.superseded_by:
        link = {"label": version.superseded_by.name, "href": version.superseded_by.url}
        facts.append({"label": _("Ersetzt durch"), "links": [link]})
    return facts
