"""What can be followed: finding it, naming it, and which followers a piece of news concerns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from gdb_portal.mail.lists import Described
from pilots.models import Pilot
from strategy.models import Administration, District, FieldOfAction, Measure, MeasureField

from ..cases.models import Effect
from ..models import Topic
from .enums import FollowedKind, NewsKind
from .models import News, SavedSearch, SearchHit, target_kind

SUBJECT = re.compile(r"(topic|measure|field|district|search)-([0-9]{1,18})")


def public_targets(kind: str) -> QuerySet:
    """What of this kind can be followed now; pages are the German ones."""
    if kind == FollowedKind.TOPIC:
        return Topic.objects.public()
    if kind == FollowedKind.MEASURE:
        return Measure.objects.live().in_source_language()
    if kind == FollowedKind.FIELD:
        german = {"locale__language_code": settings.LANGUAGE_CODE}
        return FieldOfAction.objects.live().filter(**german)
    if kind == FollowedKind.DISTRICT:
        return District.objects.all()
    return SavedSearch.objects.all()


def subject_of(target: Model) -> str:
    """How a target is called in an address's request, e.g. "measure-12"."""
    return f"{target_kind(target)}-{target.pk}"


def target_of(subject: str) -> Any:
    """The target of such a name; None when there is none, or none that is public."""
    match = SUBJECT.fullmatch(subject)
    if match is None:
        return None
    return public_targets(match.group(1)).filter(pk=int(match.group(2))).first()


def describe(subject: str) -> Described | None:
    """For the list of an address's subscriptions, in the language of the moment."""
    target = target_of(subject)
    if target is None:
        return None
    (target,) = in_this_language([target])
    is_typed = target_kind(target) == FollowedKind.SEARCH
    unasked = _("Neue Treffer einer Suche") if is_typed else ""
    return Described(title_of(target), url_of(target), unasked)


def title_of(target: Any) -> str:
    """What one hears of, in a few words."""
    kind = target_kind(target)
    if kind == FollowedKind.SEARCH:
        return _("Neue Treffer der Suche „%(query)s“") % {"query": target.query}
    if kind == FollowedKind.DISTRICT:
        return _("Neues im Bezirk %(name)s") % {"name": target.name}
    if kind == FollowedKind.FIELD:
        return _("Neues im Handlungsfeld „%(title)s“") % {"title": target.title}
    if kind == FollowedKind.TOPIC:
        return _("Neues zum Thema „%(title)s“") % {"title": target.title}
    return _("Neues zu „%(title)s“") % {"title": target.title}


def name_of(target: Any) -> str:
    """What it is called."""
    kind = target_kind(target)
    if kind == FollowedKind.SEARCH:
        return str(target.query)
    return str(target.name if kind == FollowedKind.DISTRICT else target.title)


def url_of(target: Any) -> str:
    """Where one reads what is there now."""
    kind = target_kind(target)
    if kind == FollowedKind.SEARCH:
        return str(SEARCH_URLS[0](target)) if SEARCH_URLS else ""
    if kind == FollowedKind.DISTRICT:
        return district_url(target)
    return str(target.url or "")


def in_this_language(targets: Iterable[Any]) -> list[Any]:
    """The targets, pages as the reader reads them, in one query; German stays as it is."""
    targets = list(targets)
    language = get_language()
    keys = [target.translation_key for target in targets if isinstance(target, Page)]
    if language == settings.LANGUAGE_CODE or not keys:
        return targets
    pages = Page.objects.live().filter(translation_key__in=keys, locale__language_code=language)
    found = {page.translation_key: page for page in pages.specific()}
    return [
        found.get(target.translation_key, target) if isinstance(target, Page) else target
        for target in targets
    ]


def district_url(district: District) -> str:
    """The measures of a district: districts have no page of their own."""
    return f"{reverse('wagtail_serve', args=['massnahmen/'])}?bezirk={district.slug}"


def follow_url(target: Any) -> str:
    """Where one starts to follow it; "" for what can't be followed."""
    try:
        kind = target_kind(target)
    except KeyError:
        return ""
    # A preview may have no address yet.
    if kind == FollowedKind.SEARCH or not target.slug:
        return ""
    name = FOLLOW_NAMES[kind]
    if kind == FollowedKind.MEASURE and is_pilot(target):
        name = "digests:follow-pilot"
    return reverse(name, args=[target.slug])


def is_pilot(measure: Measure) -> bool:
    return measure.cached_content_type.model_class() is Pilot


FOLLOW_NAMES: Final = {
    FollowedKind.TOPIC: "digests:follow",
    FollowedKind.MEASURE: "digests:follow-measure",
    FollowedKind.FIELD: "digests:follow-field",
    FollowedKind.DISTRICT: "digests:follow-district",
}
# Filled in by the app that searches; see searches.py.
SEARCH_URLS: Final[list[Any]] = []


def concerns(news: News) -> Q:
    """Which subscriptions the news is for: what it happened to, and whatever that belongs to."""
    if news.kind == NewsKind.HIT:
        return Q(search__in=SearchHit.objects.filter(pk=news.subject_id).values("search"))
    where = Q(topic=news.topic_id) if news.topic_id else Q(pk=None)
    if news.kind == NewsKind.COMMENT:
        return where
    if news.kind == NewsKind.TOPIC:
        # Whoever follows it knows it already.
        where = Q(pk=None)
    pages = {news.measure_id, *_pages_of(news)} - {None}
    if not pages:
        return where
    return where | _at(_german(pages)) | _in_office_of(news)


def _pages_of(news: News) -> set[int | None]:
    pages = set()
    if news.topic_id:
        pages |= set(Topic.objects.filter(pk=news.topic_id).values_list("page", flat=True))
    if news.kind == NewsKind.EFFECT:
        pages |= set(Effect.objects.filter(pk=news.subject_id).values_list("page", flat=True))
    return pages


def _german(pages: set[int | None]) -> list[int]:
    keys = Page.objects.filter(pk__in=pages).values("translation_key")
    german = Page.objects.filter(
        translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE
    )
    return list(german.values_list("pk", flat=True))


def _at(pages: list[int]) -> Q:
    fields = MeasureField.objects.filter(measure__in=pages).values("field")
    districts = Measure.districts.through.objects.filter(measure__in=pages).values("district")
    return (
        Q(measure__in=pages) | Q(field__in=pages) | Q(field__in=fields) | Q(district__in=districts)
    )


def _in_office_of(news: News) -> Q:
    """A topic of a district's office concerns its district, wherever its page belongs."""
    if not news.topic_id:
        return Q(pk=None)
    offices = Administration.objects.filter(topics=news.topic_id, district__isnull=False)
    return Q(district__in=offices.values("district"))
