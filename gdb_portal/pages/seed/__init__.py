"""Loads the portal's whole content: home pages, strategy, pilots, news, legal pages."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.models import Locale, Page, Site

from pilots import seed as pilots
from strategy.seed import build as strategy
from strategy.seed.directory import read_sources, seed_directory
from strategy.seed.markup import sections_from
from strategy.seed.pages import Entry, PageSeeder, read_entries
from strategy.seed.records import Seeder, SeedReport
from strategy.seed.versions import seed_versions

from ..models import HomePage
from .outside_rounds import seed_outside_rounds

CONTENT = Path(__file__).parent / "content"


# What is remembered of a row contains words; whoever calls may speak another language.
@translation.override(settings.LANGUAGE_CODE)
@transaction.atomic
def seed_portal() -> SeedReport:
    """Afterwards every page of the seed exists once, unless an editor removed or changed it."""
    for language, _name in settings.LANGUAGES:
        Locale.objects.get_or_create(language_code=language)
    seeder = Seeder()
    seed_directory(seeder)
    pages = PageSeeder(seeder, read_sources())
    for entry in read_entries(CONTENT, "home.toml"):
        _ensure_home(seeder, pages, entry)
    pages.ensure_all(strategy.german_entries())
    seed_versions(seeder)
    pages.ensure_all(pilots.german_entries())
    pages.ensure_all(
        read_entries(CONTENT, "standard.toml", "news.toml", "gatherings.toml", "newsletter.toml")
    )
    seed_outside_rounds(seeder, pages)
    pages.ensure_all(strategy.translated_entries())
    pages.ensure_all(pilots.translated_entries())
    pages.ensure_all(read_entries(CONTENT, "translations.toml", "english.toml"))
    return seeder.report


def _ensure_home(seeder: Seeder, pages: PageSeeder, entry: Entry) -> None:
    language = entry["locale"]
    locale = pages.locales[language]

    def fill(home: HomePage) -> None:
        home.title, home.claim, home.lead = entry["title"], entry["claim"], entry["lead"]
        block = HomePage._meta.get_field("sections").stream_block
        home.sections = block.to_python(sections_from(entry["text"], f"{language}:"))

    def make() -> HomePage:
        # One home page per language; below them every address is the same in all languages.
        slug = "start" if language == settings.LANGUAGE_CODE else f"start-{language}"
        home = HomePage(slug=slug, locale=locale)
        german = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
        if german is not None:
            home.translation_key = german.translation_key
        fill(home)
        Page.get_first_root_node().add_child(instance=home)
        home.save_revision().publish()
        if language == settings.LANGUAGE_CODE:
            _move_in(home)
        return home

    def refresh(home: HomePage) -> None:
        fill(home)
        home.save_revision().publish()

    home = seeder.ensure(
        f"page:{language}:",
        entry,
        find=lambda: HomePage.objects.filter(locale=locale).first(),
        make=make,
        refresh=refresh,
        state=lambda page: str(page.latest_revision_id),
    )
    if home is not None:
        pages.home(language, home)


def _move_in(home: HomePage) -> None:
    """Make `home` the site's start page in place of the one that Wagtail's installation leaves."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(
            hostname="localhost",
            port=80,
            root_page=home,
            is_default_site=True,
            site_name=settings.WAGTAIL_SITE_NAME,
        )
        return
    welcome = site.root_page
    site.root_page = home
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    if welcome.specific_class is Page and welcome.is_leaf():
        welcome.delete()
