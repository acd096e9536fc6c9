"""What editors have to look at again: stale pages, old translations, missing sources."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate
from wagtail.models import Page
from wagtail.query import PageQuerySet

from gdb_portal.core.pages import BasePage
from strategy.enums import UNDER_WAY
from strategy.models import Measure, Source

from .enums import TranslationState
from .models import StandardPage


def live_pages() -> PageQuerySet:
    """All that the public can read, without what Wagtail itself puts into the tree."""
    return Page.objects.live().not_exact_type(Page)


def with_checked_on(pages: PageQuerySet) -> PageQuerySet:
    """The last day of which somebody vouched for the page.

    For measures that is what their own staleness goes by; for texts that are reviewed, the review.
    """
    measures = Measure.objects.with_updated_on().filter(pk=OuterRef("pk"))
    reviewed = StandardPage.objects.filter(pk=OuterRef("pk")).values("reviewed_on")
    published = TruncDate("last_published_at")
    return pages.annotate(
        checked_on=Coalesce(
            Subquery(measures.values("updated_on")[:1]),
            Greatest(Subquery(reviewed[:1]), published),
            published,
            output_field=DateField(),
        )
    )


def stale_pages(today: dt.date) -> PageQuerySet:
    """Nobody has said anything about them for as long as makes a measure stale; oldest first.

    Measures that are over stay as they are.
    """
    since = today - dt.timedelta(days=settings.GDB_MEASURE_STALE_DAYS)
    over = Measure.objects.exclude(status__in=UNDER_WAY).filter(pk=OuterRef("pk"))
    pages = with_checked_on(live_pages()).filter(~Exists(over), checked_on__lt=since)
    return pages.order_by("checked_on", "pk")


def pages_without_source() -> PageQuerySet:
    """Live pages that state facts and name nothing they rely on."""
    types = [
        model for model in apps.get_models() if issubclass(model, BasePage) and model.needs_source
    ]
    return (
        live_pages()
        .filter(content_type__in=ContentType.objects.get_for_models(*types).values())
        .exclude(Exists(Source.objects.filter(page=OuterRef("pk"))))
        .order_by("title", "pk")
    )


def with_translation(language: str) -> PageQuerySet:
    """German live pages, each with the state of its translation into `language`.

    A draft that was never public is no translation for readers yet.
    """
    translations = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=language
    )
    return (
        live_pages()
        .filter(locale__language_code=settings.LANGUAGE_CODE)
        .annotate(
            translation_id=Subquery(translations.values("pk")[:1]),
            translation_is_live=Subquery(translations.values("live")[:1]),
            translated_at=Subquery(translations.values("last_published_at")[:1]),
        )
        .annotate(
            translation_state=Case(
                When(translation_id=None, then=Value(TranslationState.MISSING)),
                When(~Q(translation_is_live=True), then=Value(TranslationState.DRAFT)),
                When(translated_at__lt=F("last_published_at"), then=Value(TranslationState.OLDER)),
                default=Value(TranslationState.CURRENT),
                output_field=CharField(),
            )
        )
        .order_by("path")
    )
