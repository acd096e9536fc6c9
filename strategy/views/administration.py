"""Administrations: who is responsible for what."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from ..enums import AdministrationKind
from ..german_order import german_key
from ..measure_reading import read_in
from ..models import Administration, Measure
from ..progress_rollup import roll_up


@login_not_required
@require_safe
def administration_list(request: HttpRequest) -> HttpResponse:
    """All administrations by kind, each with the number of measures it is responsible for."""
    live = Q(
        responsible_for__live=True,
        responsible_for__locale__language_code=Locale.get_default().language_code,
    )
    administrations = list(
        Administration.objects.with_names().annotate(
            measure_count=Count("responsible_for", filter=live, distinct=True)
        )
    )
    groups = []
    for kind in AdministrationKind:
        members = [body for body in administrations if body.kind == kind]
        members.sort(key=lambda body: german_key(body.name))
        if members:
            groups.append({"label": kind.label, "anchor": kind.value, "members": members})
    return render(
        request,
        "strategy/administration_list.html",
        {"groups": groups, "count": len(administrations)},
    )


@login_not_required
@require_safe
def administration_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One administration: its names over time and its measures."""
    administration = get_object_or_404(
        Administration.objects.with_names().select_related("district"), slug=slug
    )
    locale = Locale.objects.filter(language_code=get_language()).first() or Locale.get_default()
    measures = read_in(Measure.objects.of_administration(administration), locale.pk)
    responsible = [
        measure
        for measure in measures
        if measure.responsible_administration_id == administration.pk
    ]
    involved = [measure for measure in measures if measure not in responsible]
    return render(
        request,
        "strategy/administration_detail.html",
        {
            "administration": administration,
            "rollup": roll_up(responsible),
            "responsible": responsible,
            "involved": involved,
            "names": _names_over_time(administration),
        },
    )


def _names_over_time(administration: Administration) -> list[dict[str, Any]]:
    """Its names as stations of a line, the present one current."""
    today_name = administration.name
    return [
        {
            "label": name.name,
            "text": _span(name),
            "state": "current" if name.name == today_name and not name.valid_to else "done",
        }
        for name in administration.names.all()
    ]


def _span(name: Any) -> str:
    if name.valid_from and name.valid_to:
        return _("vom %(start)s bis %(end)s") % {
            "start": f"{name.valid_from:%d.%m.%Y}",
            "end": f"{name.valid_to:%d.%m.%Y}",
        }
    if name.valid_from:
        return _("seit %(start)s") % {"start": f"{name.valid_from:%d.%m.%Y}"}
    if name.valid_to:
        return _("bis %(end)s") % {"end": f"{name.valid_to:%d.%m.%Y}"}
    return _("Beginn nicht bekannt")
