"""Comparing pilots."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from ..comparison import MOST, compare_pilots
from ..models import PilotIndex


@login_not_required
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """The chosen pilots side by side; with too many or none, it says so and offers the choice."""
    locale = Locale.get_active()
    wanted = request.GET.getlist("pilot")
    compared = compare_pilots(wanted, locale)
    index = PilotIndex.objects.live().filter(locale=locale).first()
    context = {
        "index": index,
        "comparison": compared,
        "chosen_slugs": [pilot.slug for pilot in compared.chosen],
        "is_too_many": len(set(wanted)) > MOST,
        "most": MOST,
    }
    return render(request, "pilots/comparison.html", context)
