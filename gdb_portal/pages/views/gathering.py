"""Gatherings for one's own calendar: one, or all to subscribe to."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from gdb_portal.core.icalendar import calendar_file, calendar_response
from gdb_portal.core.page_cache import expires_at
from strategy.partial_dates import next_midnight

from ..gathering_calendar import calendar_entry
from ..gathering_list import in_calendar
from ..models import Gathering


@login_not_required
@require_safe
def gathering_calendar(request: HttpRequest) -> HttpResponse:
    """All gatherings of the language, to subscribe to."""
    expires_at(request, next_midnight())
    gatherings = in_calendar(Locale.get_active().language_code, timezone.now())
    entries = [entry for one in gatherings if (entry := calendar_entry(one)) is not None]
    name = _("Termine – Gemeinsam Digital: Berlin")
    return calendar_response(calendar_file(entries, name=name))


@login_not_required
@require_safe
def gathering_entry(request: HttpRequest, slug: str) -> HttpResponse:
    """One gathering, to take over."""
    live = Gathering.objects.live().filter(locale=Locale.get_active()).defer("sections")
    entry = calendar_entry(get_object_or_404(live, slug=slug))
    response = calendar_response(calendar_file([entry] if entry else []))
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response
