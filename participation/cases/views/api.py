"""The portal's numbers for programs: documented JSON, for everybody, from any site, by GET."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from gdb_portal.core.page_cache import depends_on, expires_at
from strategy.models import Administration

from ..statistics import FIELDS, as_row, overall_statistics, response_statistics
from ..tags import CASES
from .public import next_midnight

TOTALS = ("open_count", "overdue_count", "answered_count", "median_days")


@login_not_required
@require_safe
def index(request: HttpRequest) -> JsonResponse:
    """What there is, where, and what each field means."""
    depends_on(request, CASES)
    return _json(
        {
            "version": 1,
            "documentation": _absolute(reverse("cases:statistics") + "#schnittstelle"),
            "resources": [
                {
                    "name": "antworten",
                    "title": "Wie die Verwaltungen antworten",
                    "url": _absolute(reverse("api:response-statistics")),
                    "one": _absolute("/api/v1/antworten/{administration}/"),
                    "fields": {name: str(meaning) for name, meaning in FIELDS.items()},
                }
            ],
        }
    )


@login_not_required
@require_safe
def response_statistics_list(request: HttpRequest) -> JsonResponse:
    """Every administration that has public cases, and all cases together."""
    depends_on(request, CASES)
    expires_at(request, next_midnight())
    overall = overall_statistics()
    rows = sorted(response_statistics(), key=lambda row: row.administration.slug)
    return _json(
        {
            "as_of": timezone.localdate().isoformat(),
            "documentation": _absolute(reverse("cases:statistics") + "#schnittstelle"),
            "total": {name: overall[name] for name in TOTALS},
            "administrations": [_row(row) for row in rows],
        }
    )


@login_not_required
@require_safe
def response_statistics_one(request: HttpRequest, slug: str) -> JsonResponse:
    """One administration; all zeros as long as nobody asked it."""
    depends_on(request, CASES)
    expires_at(request, next_midnight())
    administration = Administration.objects.with_names().filter(slug=slug).first()
    if administration is None:
        raise Http404
    row = _row(response_statistics(administration)[0])
    return _json({"as_of": timezone.localdate().isoformat(), **row})


def _row(statistics: Any) -> dict[str, Any]:
    administration, remark = statistics.administration, statistics.remark
    return {
        **as_row(statistics),
        "remark_written_on": timezone.localdate(remark.saved_at).isoformat() if remark else None,
        "page": _absolute(administration.url),
        "cases": _absolute(f"{reverse('cases:cases')}?verwaltung={administration.slug}"),
        "self": _absolute(reverse("api:response-statistics-one", args=[administration.slug])),
    }


def _json(content: dict[str, Any]) -> JsonResponse:
    """Any site's script may read it: there is nothing in it that is not public."""
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
