"""Versions as the public reads them: listed, cited, compared."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from strategy.enums import DecisionKind, VersionStatus
from strategy.models import DecisionStep
from tests.factories.participation import HOSTILE
from tests.factories.versions import released, section

pytestmark = [pytest.mark.django_db, pytest.mark.req("A8"), pytest.mark.usefixtures("home")]
UNCACHED = {"bau": "neu"}
COMPARISON = "/strategie/fassungen/1/vergleich/2/"


def html(client, path, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def texts(page, selector):
    return [" ".join(tag.get_text(" ", strip=True).split()) for tag in page.select(selector)]


@pytest.fixture
def two():
    """A version in force and an invented draft with every kind of change."""
    old = [
        section("a", "Die Stadt gehört allen.", heading="Wem sie gehört"),
        section("b", "Bleibt, wie es war.", heading="Was bleibt"),
        section("weg", HOSTILE, heading="Was geht"),
        section("m", "Zieht um.", heading="Was umzieht"),
    ]
    new = [
        section("m", "Zieht um.", heading="Was umzieht"),
        section("a", "Die Stadt dient allen.", heading="Wem sie gehört"),
        section("b", "Bleibt, wie es war.", heading="Was bleibt"),
        section("neu", "Noch nie gesagt.", heading="Was kommt"),
    ]
    released(*old)
    return released(*new, status=VersionStatus.IN_CONSULTATION, is_demonstration=True)


def step(**values):
    return DecisionStep.objects.create(
        **{
            "kind": DecisionKind.RESOLUTION,
            "title": "Senat <b>",
            "happened_on": dt.date(2022, 12, 20),
            "source_label": "Mitteilung <i>",
            "source_publisher": "Senatskanzlei",
            "source_as_of": dt.date(2026, 11, 23),
            **values,
        }
    )


def test_the_list_names_every_version_the_newest_first(client, two):
    page = html(client, "/strategie/fassungen/")

    assert texts(page, ".gdb-version__title") == [
        "Fassung 2: Fassung <eins>",
        "Fassung 1: Fassung <eins>",
    ]
    assert [tag["href"] for tag in page.select(".gdb-version__compare a")] == [COMPARISON]


def test_without_a_version_the_list_says_so(client):
    assert texts(html(client, "/strategie/fassungen/"), ".gdb-empty__title") == [
        "Noch keine Fassung eingefroren"
    ]


def test_the_way_of_the_decision_is_told_in_its_order_with_date_and_source(client):
    step(title="Danach", happened_on=dt.date(2023, 1, 1), date_words="Anfang <2023>")
    step()

    page = html(client, "/strategie/fassungen/")

    assert texts(page, ".gdb-way__title") == ["Senat <b>", "Danach"]
    assert texts(page, ".gdb-way__date") == ["20. Dezember 2022", "Anfang <2023>"]
    assert texts(page, ".gdb-way__source")[0] == (
        "Quelle: Mitteilung <i>, Senatskanzlei (ausgewertet am 23. November 2026)"
    )


def test_every_section_and_paragraph_of_a_version_has_its_address(client):
    released(section("ziele", "Eins.", HOSTILE))

    page = html(client, "/strategie/fassungen/1/")

    assert page.select_one("#ziele h3 a")["href"] == "#ziele"
    assert page.find(id="ziele--1").get_text().rstrip("\n") == "Eins."
    assert page.find(id="ziele--2").get_text().rstrip("\n") == HOSTILE
    assert page.select_one("link[rel=canonical]")["href"].endswith("/strategie/fassungen/1/")


def test_lists_tables_and_facts_are_put_together_again(client):
    text = section("a")
    text.content[:] = [
        {"block": "1", "kind": "bullet", "text": "eins"},
        {"block": "1.2", "kind": "bullet", "text": "zwei"},
        {"block": "2", "kind": "caption", "text": "Liste"},
        {"block": "2.2", "kind": "columns", "text": "A | B", "cells": ["A", "B"]},
        {"block": "2.3", "kind": "row", "text": "1 | 2", "cells": ["1", "2"]},
        {"block": "3", "kind": "fact", "text": "Wer: Wir", "cells": ["Wer", "Wir"]},
    ]
    released(text)

    page = html(client, "/strategie/fassungen/1/")

    assert texts(page, "#a ul li") == ["eins", "zwei"]
    assert texts(page, "#a caption, #a thead th") == ["Liste", "A", "B"]
    assert texts(page, "#a tbody th, #a tbody td") == ["1", "2"]
    assert texts(page, "#a .gdb-frozen__facts li") == ["Wer : Wir"]


def test_a_replaced_version_stays_readable_and_says_what_replaced_it(client):
    released()
    released(adopted_on=dt.date(2027, 1, 1))

    page = html(client, "/strategie/fassungen/1/")

    assert texts(page, ".gdb-notice--warning .gdb-notice__title") == ["Nicht mehr in Kraft"]
    assert page.select_one('dd a[href="/strategie/fassungen/2/"]')


def test_an_invented_draft_says_so_in_list_text_and_comparison(client, two):
    pages = [html(client, path) for path in ("/strategie/fassungen/2/", COMPARISON)]

    assert [texts(page, ".gdb-notice--warning .gdb-notice__title") for page in pages] == [
        ["Erfundener Entwurf"]
    ] * 2
    assert "Erfunden, nur zur Vorführung" in texts(
        html(client, "/strategie/fassungen/"), ".gdb-version__meta .gdb-status"
    )


def test_a_comparison_counts_and_names_every_change(client, two):
    page = html(client, COMPARISON)

    assert texts(page, ".gdb-tally li") == [
        "1 Abschnitt geändert",
        "1 Abschnitt neu",
        "1 Abschnitt entfallen",
        "1 Abschnitt verschoben",
        "1 Abschnitt unverändert",
    ]
    assert texts(page, ".gdb-changes li") == [
        "Was umzieht verschoben",
        "Wem sie gehört geändert",
        "Was geht entfallen",
        "Was kommt neu",
    ]


def test_words_that_came_and_went_are_said_aloud(client, two):
    page = html(client, COMPARISON)

    changed = page.select_one(".gdb-diff__paragraph--changed")
    assert texts(changed, "del") == ["[gestrichen: gehört Ende der Streichung]"]
    assert texts(changed, "ins") == ["[eingefügt: dient Ende der Einfügung]"]


def test_side_by_side_each_text_keeps_only_its_own_words(client, two):
    page = html(client, COMPARISON, ansicht="nebeneinander")

    left, right = page.select("#aenderung-2 .gdb-diff__cell")
    assert (len(left.select("del")), len(left.select("ins"))) == (1, 0)
    assert (len(right.select("del")), len(right.select("ins"))) == (0, 1)
    assert texts(page, "#aenderung-2 .gdb-diff__side") == ["Fassung 1:", "Fassung 2:"]


def test_hostile_words_stay_words_in_a_comparison(client, two):
    page = html(client, COMPARISON)

    assert page.select(".gdb-main script") == []
    assert HOSTILE in page.select_one("#aenderung-3 .gdb-diff__paragraph del").get_text()


def test_backwards_leads_forwards_and_the_same_leads_to_the_text(client, two):
    assert client.get("/strategie/fassungen/2/vergleich/1/").url == COMPARISON
    assert client.get("/strategie/fassungen/2/vergleich/2/").url == "/strategie/fassungen/2/"


@pytest.mark.parametrize(
    "path",
    ["/strategie/fassungen/9/", "/strategie/fassungen/1/vergleich/9/", "/strategie/fassungen/x/"],
)
def test_a_version_that_is_not_there_is_not_found(client, path, two):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/strategie/fassungen/", "/strategie/fassungen/1/", COMPARISON])
def test_versions_are_only_read(client, path, two):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", ["/strategie/fassungen/", "/strategie/fassungen/1/", COMPARISON])
def test_more_text_costs_no_more_queries(client, path):
    def count():
        cache.clear()
        client.get(path, UNCACHED)
        with CaptureQueriesContext(connection) as queries:
            client.get(path, UNCACHED)
        return len(queries)

    released(section("a"))
    released(section("a", "Neu."), status=VersionStatus.DRAFT)
    few = count()
    for number in range(3):
        released(*[section(f"s{n}", f"Text {number}.") for n in range(5)], status="draft")

    assert count() == few
    assert few <= 12


def test_a_comparison_is_computed_once(client, two):
    html(client, COMPARISON, **UNCACHED)

    with CaptureQueriesContext(connection) as queries:
        html(client, COMPARISON, **UNCACHED)

    assert [query for query in queries if "strategy_section" in query["sql"]] == []


def test_a_new_release_reaches_the_cached_list_at_once(
    client, two, django_capture_on_commit_callbacks
):
    html(client, "/strategie/fassungen/")
    html(client, "/strategie/fassungen/")

    with django_capture_on_commit_callbacks(execute=True):
        released(status=VersionStatus.DRAFT)

    assert len(html(client, "/strategie/fassungen/").select(".gdb-version")) == 3
