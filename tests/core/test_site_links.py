"""The frame of every page: menu, languages, footer – found with one query."""

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation
from wagtail.models import Locale, Page, Site

from gdb_portal.core.site_links import links_for
from gdb_portal.pages.models import HomePage, StandardPage


@pytest.fixture
def home(db):
    """A German start page with the legal pages below it."""
    Page.objects.filter(depth=2).delete()
    root = Page.get_first_root_node()
    home = _add(root, HomePage(title="Start", slug="start"))
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    return home


def test_only_what_exists_is_linked(home):
    _add(home, StandardPage(title="Impressum", slug="impressum"))
    _add(home, StandardPage(title="Datenschutz", slug="datenschutz", live=False))

    links = links_for(_request("/"))

    assert [(str(link.label), link.href) for link in links.legal] == [
        ("Impressum", "/impressum/"),
        # Made of what happened, not written by editors.
        ("Moderation in Zahlen", "/moderation/zahlen/"),
    ]


@pytest.mark.parametrize("number", [0, 1, 30])
def test_the_frame_costs_one_query_however_many_pages_there_are(
    home, number, django_assert_num_queries
):
    for n in range(number):
        _add(home, StandardPage(title=f"Seite {n}", slug=f"seite-{n}"))
    Locale.objects.get_for_language("de")

    with django_assert_num_queries(1):
        links_for(_request("/"), home)


def test_without_a_request_the_german_frame_needs_no_database():
    links = links_for(None)

    assert links.home == "/"
    assert "/beteiligung/" in [link.href for link in links.main]
    assert "/impressum/" in [link.href for link in links.legal]


def test_the_present_part_is_marked(home):
    links = links_for(_request("/beteiligung/ein-thema/"))

    assert [str(link.label) for link in links.main if link.is_current] == ["Beteiligung"]
    assert not any(link.is_exact for link in links.main)


def test_a_translation_is_offered_where_it_exists_and_the_start_page_where_not(home):
    page = _add(home, StandardPage(title="Impressum", slug="impressum"))
    lonely = _add(home, StandardPage(title="Nur deutsch", slug="nur-deutsch"))
    english = Locale.objects.get_or_create(language_code="en")[0]
    for original in (home, page):
        original.copy_for_translation(english, copy_parents=True).save_revision().publish()

    here = {link.language: link.href for link in links_for(_request("/impressum/"), page).languages}
    there = {
        link.language: link.href for link in links_for(_request("/nur-deutsch/"), lonely).languages
    }

    assert here == {"de": "/impressum/", "en": "/en/impressum/"}
    assert there["en"] == "/en/"


def test_search_engines_hear_of_translations_only_where_there_are_two(home):
    page = _add(home, StandardPage(title="Impressum", slug="impressum"))
    english = Locale.objects.get_or_create(language_code="en")[0]

    alone = links_for(_request("/impressum/"), page).alternates
    page.copy_for_translation(english, copy_parents=True).save_revision().publish()
    together = links_for(_request("/impressum/"), page).alternates

    assert alone == []
    assert [link.href for link in together] == [
        "http://testserver/impressum/",
        "http://testserver/en/impressum/",
    ]


def test_every_language_is_named_in_itself(home):
    english = Locale.objects.get_or_create(language_code="en")[0]
    home.copy_for_translation(english).save_revision().publish()

    with translation.override("en"):
        links = links_for(_request("/en/"), home)

    assert [str(link.label) for link in links.languages] == ["Deutsch", "English"]


def test_readers_find_skip_link_landmarks_and_demonstration(client, home):
    soup = BeautifulSoup(client.get("/beteiligung/").content.decode(), "html.parser")

    assert soup.body.find("a")["href"] == "#inhalt"
    assert soup.main["id"] == "inhalt"
    assert len(soup.select("main, body > header, body > footer")) == 3
    assert "Demonstration, keine amtliche Seite" in soup.header.get_text()
    assert soup.select_one("meta[name=robots]")["content"] == "noindex, nofollow"
    assert soup.title.get_text(strip=True) == "Beteiligung – Gemeinsam Digital: Berlin"


def test_the_frame_of_a_reader_without_session_depends_on_no_cookie(client, home):
    answer = client.get("/beteiligung/")

    assert "cookie" not in answer.get("Vary", "").lower()
    assert not answer.cookies


def test_only_who_may_change_a_page_is_led_to_its_editor(client, home, publisher, citizen):
    page = _add(home, StandardPage(title="Impressum", slug="impressum"))

    def editors_of(user):
        client.force_login(user)
        soup = BeautifulSoup(client.get("/impressum/").content.decode(), "html.parser")
        return {a["href"] for a in soup.select(".gdb-account-link a") if "/cms/" in a["href"]}

    assert editors_of(citizen) == set()
    publisher.is_superuser = True
    publisher.save()
    assert editors_of(publisher) == {f"/cms/pages/{page.pk}/edit/"}


def _request(path):
    request = RequestFactory().get(path)
    try:
        request.resolver_match = resolve(path)
    except Resolver404:
        request.resolver_match = None
    return request


def _add(parent, page):
    page.locale = Locale.objects.get_or_create(language_code="de")[0]
    return parent.add_child(instance=page)
