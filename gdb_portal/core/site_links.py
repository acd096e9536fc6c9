"""The links around every page: main navigation, other languages, footer.

Only what exists is linked. One query finds all of it; a page without a request (an error while the
database is gone) gets the German addresses without asking.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .models import SocialChannel

Entry = tuple[str, str | Promise]

MAIN: Final[tuple[Entry, ...]] = (
    ("strategie", _("Strategie")),
    ("wertekompass", _("Wertekompass")),
    ("handlungsfelder", _("Handlungsfelder")),
    ("massnahmen", _("Maßnahmen")),
    ("pilotprojekte", _("Pilotprojekte")),
    ("umsetzung", _("Umsetzung")),
    ("participation:topics", _("Beteiligung")),
)
ABOUT: Final[tuple[Entry, ...]] = (
    ("strategy:progress", _("Fortschritt")),
    ("strategy:versions", _("Fassungen der Strategie")),
    ("lernprozess", _("Lernprozess")),
    ("strategy:administrations", _("Verwaltungen")),
    ("cases:cases", _("Vorgänge")),
    ("neuigkeiten", _("Neuigkeiten")),
    ("termine", _("Termine")),
    ("newsletter", _("Newsletter")),
    ("opendata:index", _("Offene Daten")),
    ("pages:search", _("Suche")),
)
HELP: Final[tuple[Entry, ...]] = (
    ("leichte-sprache", _("Leichte Sprache")),
    ("gebaerdensprache", _("Gebärdensprache")),
    ("barrierefreiheit", _("Barrierefreiheit")),
    ("pages:barrier", _("Kontakt: Barriere melden")),
)
LEGAL: Final[tuple[Entry, ...]] = (
    ("impressum", _("Impressum")),
    ("datenschutz", _("Datenschutz")),
    ("nutzungsbedingungen", _("Nutzungsbedingungen und Regeln")),
    ("reports:statistics", _("Moderation in Zahlen")),
)
SIGN_LANGUAGE: Final = "gebaerdensprache"
EASY_LANGUAGE: Final = "de-simple"
PAGE_SLUGS: Final = [
    name for name, _label in (*MAIN, *ABOUT, *HELP, *LEGAL) if ":" not in name and "/" not in name
]


@dataclass(frozen=True, slots=True)
class Link:
    """`language` is set when the target is in another language than the page."""

    label: str | Promise
    href: str
    language: str = ""
    is_current: bool = False
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class NewerSource:
    """The German page that was changed after it was translated."""

    href: str
    changed_at: dt.datetime


@dataclass(slots=True)
class SiteLinks:
    home: str = "/"
    search: str = ""
    account: str = ""
    sign_in: str = ""
    sign_up: str = ""
    main: list[Link] = field(default_factory=list)
    about: list[Link] = field(default_factory=list)
    help: list[Link] = field(default_factory=list)
    legal: list[Link] = field(default_factory=list)
    # Elsewhere, where the city speaks too; empty unless somebody entered them.
    channels: list[Link] = field(default_factory=list)
    languages: list[Link] = field(default_factory=list)
    # Pages below the start page in the reader's language, by address: "leichte_sprache".
    here: dict[str, str] = field(default_factory=dict)
    sign_language: str = ""
    # Only where a text really exists in that language: for `<link rel="alternate">`.
    alternates: list[Link] = field(default_factory=list)
    # Only on a translation that is older than its German page.
    newer_source: NewerSource | None = None


def links_for(request: HttpRequest | None, page: Page | None = None) -> SiteLinks:
    """All links of the frame, seen from the present page and language."""
    language = get_language() or settings.LANGUAGE_CODE
    known = _Known.all_german() if request is None else _Known.asked(page)
    path = request.path if request is not None else ""

    def row(entries: tuple[Entry, ...]) -> list[Link]:
        links = (_link(name, label, language, known, path) for name, label in entries)
        return [link for link in links if link is not None]

    return SiteLinks(
        home=home_path(language if language in known.homes else settings.LANGUAGE_CODE),
        search=_reverse("pages:search"),
        account=_reverse("accounts:overview"),
        sign_in=_reverse("account_login"),
        sign_up=_reverse("account_signup"),
        main=[link for link in row(MAIN) if not link.language or language != EASY_LANGUAGE],
        about=row(ABOUT),
        help=row(HELP),
        legal=row(LEGAL),
        channels=known.channels,
        languages=_languages(request, page, language, known),
        here={
            slug.replace("-", "_"): href
            for slug in PAGE_SLUGS
            if (href := known.href(slug, language))
        },
        sign_language=known.href(SIGN_LANGUAGE, language) or "",
        alternates=_alternates(request, page, known),
        newer_source=_newer_source(page, language, known),
    )


@dataclass(slots=True)
class _Known:
    """Which homes, first-level pages and translations are live, and which channels there are."""

    homes: set[str] = field(default_factory=set)
    slugs: set[tuple[str, str]] = field(default_factory=set)
    translations: dict[str, str] = field(default_factory=dict)
    published: dict[str, dt.datetime | None] = field(default_factory=dict)
    channels: list[Link] = field(default_factory=list)

    @classmethod
    def all_german(cls) -> _Known:
        german = settings.LANGUAGE_CODE
        return cls(homes={german}, slugs={(german, slug) for slug in PAGE_SLUGS})

    @classmethod
    def asked(cls, page: Any) -> _Known:
        wanted = Q(depth=2) | Q(depth=3, slug__in=PAGE_SLUGS)
        key = getattr(page, "translation_key", None)
        if isinstance(page, Page) and key:
            wanted |= Q(translation_key=key)
        known = cls()
        # The same for every row, so the database asks for it once.
        channels = SocialChannel.objects.values(row=JSONObject(name="name", url="url"))
        rows = Page.objects.live().filter(wanted).annotate(channels=ArraySubquery(channels))
        for depth, slug, url_path, code, row_key, published_at, found in rows.values_list(
            "depth",
            "slug",
            "url_path",
            "locale__language_code",
            "translation_key",
            "last_published_at",
            "channels",
        ):
            known.channels = [Link(row["name"], row["url"]) for row in found]
            if depth == 2:
                known.homes.add(code)
            elif depth == 3:
                known.slugs.add((code, slug))
            if key and row_key == key:
                known.translations[code] = address_of(url_path, code)
                known.published[code] = published_at
        return known

    def href(self, slug: str, language: str) -> str | None:
        return f"{home_path(language)}{slug}/" if (language, slug) in self.slugs else None


def home_path(language: str) -> str:
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


def address_of(url_path: str, language: str) -> str:
    """Where Wagtail's path of a page is read: "/start-en/massnahmen/x/" at "/en/massnahmen/x/"."""
    return home_path(language) + url_path.split("/", 2)[2]


def _link(name: str, label: str | Promise, language: str, known: _Known, path: str) -> Link | None:
    if ":" in name:
        href: str | None = _reverse(name)
        target = ""
    else:
        href, target = known.href(name, language), ""
        if not href:
            href, target = known.href(name, settings.LANGUAGE_CODE), settings.LANGUAGE_CODE
    if not href:
        return None
    return Link(label, href, target, is_current=path.startswith(href), is_exact=path == href)


def _reverse(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _languages(request: HttpRequest | None, page: Any, language: str, known: _Known) -> list[Link]:
    """Every language named in itself; the link leads to the same page where it exists."""
    links = []
    for code, name in settings.LANGUAGES:
        if code not in known.homes and code != language:
            continue
        with override(code):
            label = str(name)
        links.append(
            Link(
                label,
                _same_page(request, page, code, known),
                code,
                is_current=code == language,
                is_exact=code == language,
            )
        )
    return links


def _same_page(request: HttpRequest | None, page: Any, code: str, known: _Known) -> str:
    if isinstance(page, Page):
        return known.translations.get(code) or home_path(code)
    # Texts of persons are not translated into Leichte Sprache: its own start page explains.
    if request is None or code == EASY_LANGUAGE or request.resolver_match is None:
        return home_path(code)
    return translate_url(request.path, code)


def _newer_source(page: Any, language: str, known: _Known) -> NewerSource | None:
    german = settings.LANGUAGE_CODE
    changed_at, translated_at = known.published.get(german), known.published.get(language)
    if language == german or not isinstance(page, Page) or not changed_at or not translated_at:
        return None
    if changed_at <= translated_at:
        return None
    return NewerSource(known.translations[german], changed_at)


def _alternates(request: HttpRequest | None, page: Any, known: _Known) -> list[Link]:
    if not isinstance(page, Page) or len(known.translations) < 2:
        return []
    return [
        Link(code, request.build_absolute_uri(href) if request else href, code)
        for code, href in sorted(known.translations.items())
    ]
