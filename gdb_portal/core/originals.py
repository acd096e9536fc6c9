"""Lists for readers of one language that leave nothing out."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from .site_links import EASY_LANGUAGE


def translated_or_original(pages: PageQuerySet, language: str) -> PageQuerySet:
    """Of each of the live `pages` the one in `language`, and the German one where there is none.

    What is hard to read stays out of lists in Leichte Sprache, so these get only their own.
    """
    live, german = pages.live(), settings.LANGUAGE_CODE
    own = Q(locale__language_code=language)
    if language in {german, EASY_LANGUAGE}:
        return live.filter(own)
    translation = Page.objects.live().filter(own, translation_key=OuterRef("translation_key"))
    return live.filter(own | Q(~Exists(translation), locale__language_code=german))
