"""Pictures for shared links, one per public page; whatever is no longer public has none."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from gdb_portal.core.page_cache import depends_on, expires_at
from gdb_portal.core.pages import BasePage
from participation.models import Topic
from participation.services.comment import topic_tag
from strategy.models import Administration, StrategyVersion

from ..cards import Card, card_png


def _answer(card: Card) -> HttpResponse:
    return HttpResponse(card_png(card), content_type="image/png")


@login_not_required
@require_safe
def card(request: HttpRequest) -> HttpResponse:
    """Of the portal itself, for pages that have no card of their own."""
    title = _("Berlins Digitalstrategie lesen, mitreden und sehen, was daraus wird.")
    return _answer(Card(title=title, kicker=settings.WAGTAIL_SITE_NAME))


@login_not_required
@require_safe
def card_of_page(request: HttpRequest, pk: int) -> HttpResponse:
    page = get_object_or_404(Page.objects.live().filter(depth__gt=1), pk=pk).specific
    if not isinstance(page, BasePage):
        raise Http404
    return _answer(Card(title=page.title, kicker=str(page.kind_label), note=page.card_note))


@login_not_required
@require_safe
def card_of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """With the day until which people can take part."""
    topic = get_object_or_404(Topic.objects.public().prefetch_related("phases"), slug=slug)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    phase, end = topic.present_phase(), topic.taking_part_end()
    note = ""
    if topic.is_over():
        note = _("Die Beteiligung ist beendet.")
    elif phase and phase.features and end:
        day = date_format(timezone.localtime(end), "DATE_FORMAT")
        note = _("Reden Sie mit: bis %(day)s") % {"day": day}
    return _answer(Card(title=topic.title, kicker=_("Beteiligung"), note=note))


@login_not_required
@require_safe
def card_of_version(request: HttpRequest, number: int) -> HttpResponse:
    version = get_object_or_404(StrategyVersion.objects.released(), number=number)
    return _answer(
        Card(
            title=version.title,
            kicker=_("Strategie, Fassung %(number)s") % {"number": version.number},
            note=_("Eine erfundene Fassung dieser Demonstration.")
            if version.is_demonstration
            else "",
        )
    )


@login_not_required
@require_safe
def card_of_administration(request: HttpRequest, slug: str) -> HttpResponse:
    administration = get_object_or_404(Administration.objects.prefetch_related("names"), slug=slug)
    return _answer(Card(title=administration.name, kicker=_("Verwaltung")))
