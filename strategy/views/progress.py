"""How far measures are, for everybody: the dashboard, and the record of one measure."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gdb_portal.core.page_cache import expires_at

from ..models import Measure, MeasureChange
from ..page_links import paginate
from ..partial_dates import next_midnight
from ..progress_dashboard import dashboard
from ..progress_timeline import entries

PER_PAGE = 25


@login_not_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """How the strategy is doing, for someone with one minute."""
    # Tomorrow another milestone may be overdue.
    expires_at(request, next_midnight())
    context = dashboard(get_language() or "", timezone.localdate())
    return render(request, "strategy/dashboard.html", context)


@login_not_required
@require_safe
def measure_history(request: HttpRequest, slug: str, parent: str) -> HttpResponse:
    """Everything ever said about one measure or pilot."""
    measures = Measure.objects.live().filter(
        slug=slug, url_path__contains=f"/{parent}/", locale__language_code=get_language()
    )
    measure = measures.defer("sections").first()
    if measure is None:
        raise Http404
    changes = MeasureChange.objects.of(measure)
    page, links = paginate(request, changes, PER_PAGE)
    context: dict[str, Any] = {
        "measure": measure,
        "entries": entries(page.object_list),
        "count": page.paginator.count,
        **links,
    }
    return render(request, "strategy/progress_history.html", context)
