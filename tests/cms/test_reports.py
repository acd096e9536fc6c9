"""Editors' reports, and what a translation that fell behind says of itself."""

import csv
import datetime as dt
import io

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from gdb_portal.pages.editorial import pages_without_source, stale_pages, with_translation
from gdb_portal.pages.enums import TranslationState
from gdb_portal.pages.models import StandardPage
from tests.factories.pages import (
    HomeFactory,
    NewsIndexFactory,
    NewsPageFactory,
    StandardPageFactory,
)
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory, add

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("https://example.org")'
TODAY = dt.date(2026, 6, 1)


def at(page, day, **values):
    """The page as if it had been published last on a day."""
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    type(page).objects.filter(pk=page.pk).update(last_published_at=moment, **values)
    return type(page).objects.get(pk=page.pk)


def html(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(answer):
    return [
        " ".join(tag.get_text(" ", strip=True).split()) for tag in html(answer).select("td.title")
    ]


def rows_of_file(answer):
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def translated(page, language, **values):
    parent = HomeFactory(language=language)
    return StandardPageFactory(parent=parent, translation_key=page.translation_key, **values)


# What is stale


def test_a_page_is_stale_when_nobody_published_or_reviewed_it_for_long(home, settings):
    settings.GDB_MEASURE_STALE_DAYS = 100
    at(home, TODAY)
    old = at(StandardPageFactory(parent=home, title="Alt"), TODAY - dt.timedelta(days=101))
    at(StandardPageFactory(parent=home, title="Frisch"), TODAY - dt.timedelta(days=100))
    reviewed = StandardPageFactory(parent=home, title="Geprüft")
    at(reviewed, TODAY - dt.timedelta(days=900), reviewed_on=TODAY)

    assert [(page.pk, page.checked_on) for page in stale_pages(TODAY)] == [
        (old.pk, TODAY - dt.timedelta(days=101))
    ]


def test_a_measure_is_as_old_as_what_was_said_about_it(home):
    index = at(MeasureIndexFactory(parent=home), TODAY)
    at(home, TODAY)
    measure = MeasureFactory(parent=index, status="running", status_as_of=dt.date(2024, 1, 1))
    over = MeasureFactory(parent=index, status="completed", status_as_of=dt.date(2020, 1, 1))
    at(over, TODAY)
    at(measure, TODAY, first_published_at=dt.datetime(2023, 1, 1, tzinfo=dt.UTC))

    assert [(page.pk, page.checked_on) for page in stale_pages(TODAY)] == [
        (measure.pk, dt.date(2024, 1, 1))
    ]


def test_a_page_that_is_not_public_is_not_stale(home):
    at(home, TODAY)
    at(StandardPageFactory(parent=home), dt.date(2001, 1, 1), live=False)

    assert list(stale_pages(TODAY)) == []


# What has no source


def test_only_pages_that_state_facts_need_a_source(home):
    StandardPageFactory(parent=home)
    index = MeasureIndexFactory(parent=home)
    bare = MeasureFactory(parent=index, title="Nackt")
    sourced = MeasureFactory(parent=index, title="Belegt")
    add(sourced.sources, label="Senat", publisher="SKZL", as_of=TODAY)
    news = NewsPageFactory(parent=NewsIndexFactory(parent=home), title="Zeitung")
    MeasureFactory(parent=index, title="Entwurf", live=False)

    assert [page.pk for page in pages_without_source()] == [bare.pk, news.pk]


# What is translated


@pytest.mark.req("K3")
def test_each_german_page_has_one_state_of_translation(home, about):
    at(home, TODAY)
    pages = {name: StandardPageFactory(parent=home, title=name) for name in ("fehlt", "entwurf")}
    older = at(StandardPageFactory(parent=home, title="älter"), TODAY)
    current = at(StandardPageFactory(parent=home, title="aktuell"), TODAY)
    english = HomeFactory(language="en")
    at(english, TODAY)
    for page, day, live in [
        (pages["entwurf"], TODAY, False),
        (older, TODAY - dt.timedelta(days=1), True),
        (current, TODAY, True),
    ]:
        copy = StandardPageFactory(parent=english, translation_key=page.translation_key, live=live)
        at(copy, day)

    found = {page.title: page.translation_state for page in with_translation("en")}

    assert found == {
        "Start": TranslationState.CURRENT,
        about.title: TranslationState.MISSING,
        "fehlt": TranslationState.MISSING,
        "entwurf": TranslationState.DRAFT,
        "älter": TranslationState.OLDER,
        "aktuell": TranslationState.CURRENT,
    }
    assert set(with_translation("de-simple").values_list("translation_state", flat=True)) == {
        TranslationState.MISSING
    }


@pytest.mark.req("K3")
def test_a_translation_that_is_older_than_its_source_says_so(client, home, about):
    english = translated(about, "en", slug="ueber-uns", title="About us")
    at(about, dt.date(2026, 5, 3))
    at(english, dt.date(2026, 5, 2))

    notice = html(client.get("/en/ueber-uns/")).select_one("main aside.gdb-notice")

    assert "older than the German page" in notice.get_text()
    assert "3" in notice.get_text()
    assert notice.a["href"] == "/ueber-uns/"
    assert notice.a["hreflang"] == "de"
    assert html(client.get("/ueber-uns/")).select("main aside.gdb-notice") == []


@pytest.mark.req("K3")
def test_a_translation_that_is_up_to_date_says_nothing(client, home, about):
    easy = translated(about, "de-simple", slug="ueber-uns")
    at(about, dt.date(2026, 5, 3))
    at(easy, dt.date(2026, 5, 3))

    assert html(client.get("/de-simple/ueber-uns/")).select("main aside.gdb-notice") == []


@pytest.mark.req("K3")
def test_a_translation_of_a_page_that_is_gone_says_nothing(client, home, about):
    easy = translated(about, "de-simple", slug="ueber-uns")
    at(about, dt.date(2026, 5, 3), live=False)
    at(easy, dt.date(2026, 5, 2))

    assert html(client.get("/de-simple/ueber-uns/")).select("main aside.gdb-notice") == []


# The reports in the CMS


@pytest.mark.parametrize("name", ["veraltet", "uebersetzungen", "ohne-quelle"])
def test_reports_are_for_those_who_write(client, home, editor, moderator, official, name):
    client.force_login(editor)
    assert client.get(f"/cms/berichte/{name}/").status_code == 200
    assert client.get(f"/cms/berichte/{name}/ergebnisse/").status_code == 200
    for person in (moderator, official):
        client.force_login(person)
        assert client.get(f"/cms/berichte/{name}/").status_code in {302, 403}


def test_the_report_lists_filters_and_counts(client, home, editor):
    index = MeasureIndexFactory(parent=home)
    MeasureFactory(parent=index, title=FORMULA)
    NewsPageFactory(parent=NewsIndexFactory(parent=home), title="Zeitung")
    client.force_login(editor)

    assert titles(client.get("/cms/berichte/ohne-quelle/")) == [FORMULA, "Zeitung"]
    english = HomeFactory(language="en").locale_id
    assert titles(client.get("/cms/berichte/ohne-quelle/", {"locale": english})) == []
    panel = html(client.get("/cms/")).select_one(".gdb-waiting").get_text(" ", strip=True)
    assert "2 Seiten ohne Quelle" in panel


def test_the_report_as_a_file_runs_no_formula(client, home, editor):
    MeasureFactory(parent=MeasureIndexFactory(parent=home), title=FORMULA, slug="x")
    client.force_login(editor)

    (row,) = rows_of_file(client.get("/cms/berichte/ohne-quelle/", {"export": "csv"}))

    assert row == {
        "Seite": f"'{FORMULA}",
        "Art": "Maßnahme",
        "Sprache": "de",
        "Adresse": row["Adresse"],
    }
    assert row["Adresse"].endswith("/massnahmen/x/")


def test_translations_are_asked_for_by_language_and_state(client, home, about, editor):
    at(home, TODAY)
    at(HomeFactory(language="en"), TODAY)
    client.force_login(editor)

    def asked(**query):
        return titles(client.get("/cms/berichte/uebersetzungen/", query))

    assert asked() == ["Start", "Über uns"]
    assert asked(stand="missing") == ["Über uns"]
    assert asked(sprache="de-simple", stand="missing") == ["Start", "Über uns"]
    assert asked(sprache="tlh") == ["Start", "Über uns"]


def test_the_number_of_questions_does_not_grow_with_the_pages(
    client, home, editor, django_assert_max_num_queries
):
    client.force_login(editor)
    client.get("/cms/berichte/uebersetzungen/")
    with django_assert_max_num_queries(100) as few:
        client.get("/cms/berichte/uebersetzungen/")
    for number in range(12):
        StandardPageFactory(parent=home, slug=f"viele-{number}")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get("/cms/berichte/uebersetzungen/")

    assert StandardPage.objects.count() == 12
