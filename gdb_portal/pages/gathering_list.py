"""Gatherings to come, those that are over, and those that belong to a page or a topic."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from gdb_portal.core.originals import translated_or_original
from gdb_portal.core.page_cache import expires_at
from gdb_portal.core.prepared import Prepared, Slot
from participation.models import Topic
from strategy.facets import Facet, apply_facets
from strategy.page_links import paginate

from .enums import GatheringKind
from .gathering_times import Span
from .models import Gathering

VIEW, OVER = "ansicht", "vergangen"
PER_PAGE = 12
# Calendars are read by machines, again and again: what is long over need not be among it.
CALENDAR_DAYS = 400
MOST_IN_CALENDAR = 500


@dataclass(frozen=True, slots=True)
class Row:
    """As much of a gathering as choosing takes."""

    pk: int
    kind: str
    span: Span


def gathering_list(request: HttpRequest, index: Page) -> dict[str, Any]:
    """What the list shows: the next first, or with `ansicht=vergangen` the last first."""
    rows = _rows(_read_in(index.locale.language_code))
    now = timezone.now()
    _expire(request, rows, now)
    coming = [row for row in rows if not row.span.is_over(now)]
    over = [row for row in rows if row.span.is_over(now)]
    is_past = request.GET.get(VIEW) == OVER
    over.sort(key=lambda row: (row.span.moment, row.pk), reverse=True)
    kinds: Facet[Row] = Facet("art", _("Art"), dict(GatheringKind.choices), lambda row: [row.kind])
    facets = [kinds]
    if is_past:
        years = {str(row.span.starts_on.year): str(row.span.starts_on.year) for row in over}
        facets.append(Facet("jahr", _("Jahr"), years, lambda row: [str(row.span.starts_on.year)]))
    faceted = apply_facets(request, over if is_past else coming, facets)
    page, links = paginate(request, [row.pk for row in faceted.rows], PER_PAGE)
    found = Gathering.objects.defer("sections").in_bulk(list(page.object_list))
    return {
        "gatherings": [found[pk] for pk in page.object_list],
        "is_past": is_past,
        "coming_count": len(coming),
        "over_count": len(over),
        "coming_href": request.path,
        "over_href": f"{request.path}?{VIEW}={OVER}",
        "facets": [facet for facet in faceted.facets if len(facet["options"]) > 1],
        "chosen": faceted.chosen,
        "is_filtered": bool(faceted.chosen),
        "clear_href": f"{request.path}?{VIEW}={OVER}" if is_past else request.path,
        "count": len(faceted.rows),
        **links,
    }


def coming_gatherings(request: HttpRequest | None, limit: int) -> list[Gathering]:
    """The next ones that take place, for the start page."""
    now = timezone.now()
    live = _not_long_over(_read_in(get_language()), now)
    found = [row for row in live.defer("sections") if row.span and not row.span.is_over(now)]
    if request is not None:
        for row in found:
            if row.span:
                expires_at(request, row.span.next_change(now))
    return [row for row in found if not row.is_cancelled][:limit]


def _in_order() -> QuerySet[Gathering]:
    return Gathering.objects.live().defer("sections").order_by("starts_on", "starts_time", "pk")


OF_TOPIC = Prepared(lambda: _in_order().filter(topic=Slot("topic"), locale__language_code="de"))
OF_PAGE = Prepared(
    lambda: _in_order().filter(about__translation_key=Slot("key"), locale=Slot("locale"))
)


def gatherings_about(
    request: HttpRequest | None, subject: Page | Topic
) -> tuple[list[Gathering], list[Gathering]]:
    """(to come, over) of a page in its language, or of a topic. One query."""
    if isinstance(subject, Topic):
        live = OF_TOPIC.ask(topic=subject.pk)
    else:
        live = OF_PAGE.ask(key=subject.translation_key, locale=subject.locale_id)
    now = timezone.now()
    coming, over = [], []
    for row in live:
        if row.span is None:
            continue
        if row.span.is_over(now):
            over.insert(0, row)
            continue
        coming.append(row)
        if request is not None:
            expires_at(request, row.span.next_change(now))
    return coming, over


def in_calendar(language: str, now: dt.datetime) -> list[Gathering]:
    """All that calendars should still know, cancelled ones too."""
    since = timezone.localdate(now) - dt.timedelta(days=CALENDAR_DAYS)
    live = _read_in(language).defer("sections")
    return list(_ending_from(live, since).order_by("-starts_on", "pk")[:MOST_IN_CALENDAR])


def _read_in(language: str | None) -> QuerySet[Gathering]:
    return translated_or_original(Gathering.objects.all(), language or settings.LANGUAGE_CODE)


def _not_long_over(gatherings: QuerySet[Gathering], now: dt.datetime) -> QuerySet[Gathering]:
    live = _ending_from(gatherings, timezone.localdate(now))
    return live.order_by("starts_on", "starts_time", "pk")[:50]


def _ending_from(gatherings: QuerySet[Gathering], day: dt.date) -> QuerySet[Gathering]:
    return gatherings.annotate(last_day=Coalesce("ends_on", "starts_on")).filter(last_day__gte=day)


def _rows(gatherings: QuerySet[Gathering]) -> list[Row]:
    values = gatherings.order_by("starts_on", "starts_time", "pk").values_list(
        "pk", "kind", "starts_on", "starts_time", "ends_on", "ends_time"
    )
    return [Row(pk, kind, Span(*times)) for pk, kind, *times in values]


def _expire(request: HttpRequest, rows: list[Row], now: dt.datetime) -> None:
    for row in rows:
        expires_at(request, row.span.next_change(now))
