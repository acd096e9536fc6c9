"""The portal's own content: complete, true to its sources, loaded once, readable by anybody."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import Page

from gdb_portal.pages.models import HomePage, NewsPage
from gdb_portal.pages.seed import seed_portal
from pilots.models import Pilot
from strategy.models import (
    Administration,
    Chapter,
    District,
    FieldGroup,
    FieldOfAction,
    GuidingIdea,
    Measure,
)

pytestmark = pytest.mark.usefixtures("whole_content", "db")

ROOT = Path(__file__).parents[2]
# A parameter that the page cache does not know, so that every page is built.
UNCACHED = {"bau": "neu"}
MOST_QUERIES = 12

MEASURES = [
    "Aufbau von Kapazitäten und Kompetenzen für den digitalen Wandel",
    "Bürger:innenhaushalt und Smarte Partizipation",
    "Data & Smart City Governance am Beispiel von Luftgütemanagement",
    "Data Hub Berlin",
    "Die Plattform für Berlin: UX und Design-System für berlin.de",
    "Erleichterung der Vergabe von IT-Leistungen",
    "Kiezbox 2.0 – Daten in Alltag und Krise",
    "Kiezlabor",
    "SMART SPACE Hardenbergplatz",
    "Smart Water – Wasser und Stadtgrün klimagerecht gestalten",
    "Transparenz und Offenheit bei der Umsetzung von Digitalvorhaben",
    "Verständliche Sprache von Verwaltungsformularen",
    "Übergreifende interne und öffentliche Dateninfrastruktur (DataHUB und OpenData Portal)",
]
ADDRESSES = [
    "/",
    "/strategie/",
    "/strategie/fassungen/",
    "/strategie/fassungen/1/",
    "/wertekompass/",
    "/handlungsfelder/",
    "/massnahmen/",
    "/pilotprojekte/",
    "/umsetzung/",
    "/beteiligung/",
    "/verwaltungen/",
    "/verwaltungen/skzl/",
    "/lernprozess/",
    "/en/lernprozess/",
    "/en/massnahmen/",
    "/en/termine/",
    "/en/newsletter/",
    "/en/nutzungsbedingungen/",
    "/suche/",
    "/neuigkeiten/",
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/barrierefreiheit/",
    "/barrierefreiheit/melden/",
    "/datenschutz/",
    "/impressum/",
    "/nutzungsbedingungen/",
    "/en/",
    "/en/strategie/",
    "/de-simple/",
    "/de-simple/strategie/",
]


@pytest.fixture(scope="module")
def read(whole_content, django_db_blocker):
    """Every page as a stranger reads it: address → (how many queries it took, answer, document)."""
    client, found = Client(), {}
    with django_db_blocker.unblock():
        # What a process asks once in its life (types, languages) is no cost of a page.
        client.get("/", UNCACHED)
        for page in Page.objects.live().filter(depth__gt=1):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(page.url, UNCACHED)
            document = BeautifulSoup(answer.content, "html.parser")
            found[page.url] = (len(queries), answer, document)
    return found


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_second_run_changes_nothing_whatever_language_is_spoken(language):
    with translation.override(language):
        report = seed_portal()

    assert (report.created, report.refreshed, report.left_alone) == ([], [], [])


def test_what_an_editor_changed_stays_and_what_an_editor_removed_does_not_come_back():
    changed = Chapter.objects.first()
    changed.lead = "Von der Redaktion."
    changed.save_revision().publish()
    NewsPage.objects.first().delete()
    count = NewsPage.objects.count()

    seed_portal()

    assert Chapter.objects.get(pk=changed.pk).lead == "Von der Redaktion."
    assert NewsPage.objects.count() == count


def test_sixteen_fields_of_action_stand_in_four_groups_of_four():
    groups = FieldGroup.objects.filter(locale__language_code="de")

    assert [group.name for group in groups] == [
        "Regeneratives Wirtschaften",
        "Zukunftschancen für alle",
        "Inklusive Stadtgestaltung",
        "Ermöglichende Verwaltung",
    ]
    assert [group.fields.live().count() for group in groups] == [4, 4, 4, 4]
    assert FieldOfAction.objects.filter(locale__language_code="de").count() == 16


def test_the_compass_has_its_four_guiding_ideas():
    ideas = GuidingIdea.objects.filter(locale__language_code="de").order_by("path")

    assert [idea.title for idea in ideas] == [
        "Die nachhaltige Stadt",
        "Die gemeinwohlorientierte Stadt",
        "Die resiliente Stadt",
        "Die kooperative Stadt",
    ]


def test_all_measures_known_by_name_are_there_and_five_of_them_are_pilots():
    german = Measure.objects.filter(locale__language_code="de")

    assert sorted(german.values_list("title", flat=True)) == MEASURES
    assert Pilot.objects.filter(locale__language_code="de").count() == 5


def test_every_measure_and_pilot_names_its_sources_with_the_day_they_were_read():
    for measure in Measure.objects.all():
        sources = list(measure.sources.all())
        assert sources, measure.title
        assert all(source.as_of for source in sources), measure.title


def test_twelve_districts_lie_on_twelve_different_tiles():
    tiles = {(district.tile_column, district.tile_row) for district in District.objects.all()}

    assert District.objects.count() == 12
    assert len(tiles) == 12


def test_no_mail_address_of_the_content_can_reach_anybody():
    addresses = set(Administration.objects.values_list("email", flat=True))
    for file in ROOT.glob("*/seed/content/*.toml"):
        addresses |= set(re.findall(r"[\w.+-]+@[\w.-]+\w", file.read_text()))
    for file in ROOT.glob("gdb_portal/*/seed/content/*.toml"):
        addresses |= set(re.findall(r"[\w.+-]+@[\w.-]+\w", file.read_text()))

    assert len(addresses) >= Administration.objects.count()
    assert [address for address in addresses if not address.endswith("example.org")] == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_every_promised_address_answers_with_content(client, path):
    page = client.get(path)

    assert page.status_code == 200
    main = BeautifulSoup(page.content, "html.parser").main
    assert len(main.find_all("h1")) == 1
    assert len(main.get_text(" ", strip=True)) > 80


def test_every_page_answers_within_twelve_queries_and_only_to_working_addresses(client, read):
    assert len(read) > 100
    assert {
        path: a.status_code for path, (_n, a, _html) in read.items() if a.status_code != 200
    } == {}
    assert {path: count for path, (count, _a, _html) in read.items() if count > MOST_QUERIES} == {}
    targets = set().union(*(_links(html) for _n, _answer, html in read.values()))
    others = targets - read.keys()
    assert [path for path in sorted(others) if client.get(path).status_code != 200] == []


def test_every_page_has_one_heading_of_the_first_level_and_skips_none(read):
    wrong = []
    for path, (_count, _answer, html) in read.items():
        levels = [int(tag.name[1]) for tag in html.main.find_all(re.compile("^h[1-6]$"))]
        jumps = [(a, b) for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
        if levels.count(1) != 1 or jumps:
            wrong.append((path, jumps))

    assert wrong == []


def test_ids_on_a_page_are_unique(read):
    for path, (_count, _answer, html) in read.items():
        ids = [tag["id"] for tag in html.find_all(id=True)]
        assert len(ids) == len(set(ids)), path


def test_the_search_finds_other_forms_of_a_word(client):
    page = client.get("/suche/", {"q": "Haus"})

    marks = {mark.text for mark in BeautifulSoup(page.content, "html.parser").select("main mark")}
    assert marks & {"Häuser", "Häusern", "Hauses"}


def test_the_language_switch_keeps_the_page(client):
    page = client.get("/handlungsfelder/offene-it-oekosysteme/")

    html = BeautifulSoup(page.content, "html.parser")
    english = html.find("a", hreflang="en", href="/en/handlungsfelder/offene-it-oekosysteme/")
    assert english is not None


def test_an_english_page_shows_what_has_no_translation_as_german(client):
    page = client.get("/en/neuigkeiten/")

    html = BeautifulSoup(page.content, "html.parser")
    title = html.find("a", string="Jahreskonferenz 2025: Was bleibt?")
    assert title["lang"] == title["hreflang"] == "de"


@pytest.mark.parametrize("path", ["termine", "newsletter", "massnahmen", "datenschutz"])
def test_a_reader_of_english_changes_the_language_and_keeps_the_page(client, path):
    german = BeautifulSoup(client.get(f"/{path}/").content, "html.parser")
    english = BeautifulSoup(client.get(f"/en/{path}/").content, "html.parser")

    assert german.find("a", hreflang="en", href=f"/en/{path}/") is not None
    assert english.find("a", hreflang="de", href=f"/{path}/") is not None
    assert english.html["lang"] == "en"


def test_english_measures_are_found_by_english_words_in_english_order(client):
    page = client.get("/en/massnahmen/", {"q": "forms"})

    html = BeautifulSoup(page.content, "html.parser")
    cards = [card.get_text(" ", strip=True) for card in html.select(".gdb-card__title")]
    assert "Plain language in administrative forms" in cards
    assert cards == sorted(cards, key=str.casefold)
    assert html.select(".gdb-cards [lang=de]") == []


def test_nobody_needs_a_cookie_to_read(client):
    for path in ADDRESSES:
        if path != "/barrierefreiheit/melden/":
            answer = client.get(path)
            assert not answer.cookies, path
            assert "cookie" not in answer.get("Vary", "").lower(), path


def test_the_start_page_exists_in_three_languages():
    homes = HomePage.objects.live()

    assert {home.locale.language_code for home in homes} == {"de", "en", "de-simple"}
    assert len({home.translation_key for home in homes}) == 1


def _links(html):
    found = {re.split("[?#]", tag["href"])[0] for tag in html.find_all("a", href=True)}
    return {path for path in found if path.startswith("/") and "/konto/" not in path}
