"""The list of measures and the page of one."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from strategy.models import Measure, Source
from strategy.phase_line import next_phase
from tests.factories.participation import AdministrationFactory
from tests.factories.strategy import (
    DistrictFactory,
    FieldIndexFactory,
    FieldOfActionFactory,
    MeasureFactory,
    MeasureIndexFactory,
    PartnerFactory,
    add,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(home):
    return MeasureIndexFactory(parent=home)


@pytest.fixture
def field(home):
    return FieldOfActionFactory(
        parent=FieldIndexFactory(parent=home), title="Offene Technik", slug="offene-technik"
    )


def titles(answer):
    html = BeautifulSoup(answer.content, "html.parser")
    return [link.text for link in html.select(".gdb-find__results .gdb-card__link")]


def facts(answer):
    """Label and value of everything that the page states as a fact."""
    html = BeautifulSoup(answer.content, "html.parser")
    return {
        dt.get_text(" ", strip=True): dt.find_next_sibling("dd").get_text(" ", strip=True)
        for dt in html.select(".gdb-key-facts dt, .gdb-fact-sheet dt")
    }


def chips(answer):
    html = BeautifulSoup(answer.content, "html.parser")
    return [chip.span.text for chip in html.select(".gdb-chip")]


def test_the_list_is_in_german_order(client, index):
    for title in ("Zebra", "Ärmel", "Bank"):
        MeasureFactory(parent=index, title=title)

    assert titles(client.get(index.url)) == ["Ärmel", "Bank", "Zebra"]


def test_a_filter_in_the_address_narrows_the_list_and_is_shown_as_chosen(client, index, field):
    inside = MeasureFactory(parent=index, title="Drinnen", status="running")
    add(inside.field_links, field=field)
    MeasureFactory(parent=index, title="Draußen", status="running")

    answer = client.get(index.url, {"feld": "offene-technik", "status": "laufend"})

    assert titles(answer) == ["Drinnen"]
    assert sorted(chips(answer)) == ["Offene Technik", "laufend"]


def test_values_of_one_filter_add_up_and_filters_narrow_each_other(client, index):
    MeasureFactory(parent=index, title="A", status="running", kind="central")
    MeasureFactory(parent=index, title="B", status="planned", kind="central")
    MeasureFactory(parent=index, title="C", status="planned", kind="network")

    either = client.get(index.url, {"status": ["laufend", "in-planung"]})
    both = client.get(index.url, {"status": ["laufend", "in-planung"], "art": "zentral"})

    assert titles(either) == ["A", "B", "C"]
    assert titles(both) == ["A", "B"]


def test_counts_say_what_a_choice_would_find(client, index):
    MeasureFactory(parent=index, status="running", kind="central")
    MeasureFactory(parent=index, status="planned", kind="central")
    MeasureFactory(parent=index, status="planned", kind="network")

    html = BeautifulSoup(client.get(index.url, {"art": "zentral"}).content, "html.parser")

    counts = {
        option.select_one(".gdb-facet__label").contents[0].strip(): option.select_one(
            ".gdb-facet__count"
        ).contents[-1]
        for option in html.select(".gdb-facet__option")
    }
    assert counts == {
        "laufend": "1",
        "in Planung": "1",
        "zentrale Maßnahme": "2",
        "Netzwerkmaßnahme": "1",
    }


def test_a_measure_is_found_by_district_and_by_administration(client, index):
    district = DistrictFactory(name="Mitte", slug="mitte")
    body = AdministrationFactory(slug="skzl")
    here = MeasureFactory(parent=index, title="Hier")
    here.districts.add(district)
    here.save()
    theirs = MeasureFactory(parent=index, title="Ihres")
    add(theirs.involvements, administration=body)

    assert titles(client.get(index.url, {"bezirk": "mitte"})) == ["Hier"]
    assert titles(client.get(index.url, {"verwaltung": "skzl"})) == ["Ihres"]


@pytest.mark.parametrize(
    "query",
    [
        "feld=%00",
        "feld=gibt-es-nicht",
        "status=running",
        "seite=9999",
        "seite=-1",
        "seite=%00",
        "seite=zwei",
        "sortierung=%27%3B--",
        "q=%00",
        "q=%27%22%26%7C%21%28%3A*",
        "q=" + "a" * 5000,
        "bezirk=%F0%9D%94%98&bezirk=%FF",
    ],
)
def test_a_hostile_address_shows_the_list_or_nothing_but_no_error(client, index, query):
    MeasureFactory(parent=index)

    assert client.get(f"{index.url}?{query}").status_code == 200


def test_unknown_values_are_ignored(client, index):
    MeasureFactory(parent=index, title="Da")

    answer = client.get(f"{index.url}?feld=%00&status=running&seite=9999")

    assert titles(answer) == ["Da"]
    assert chips(answer) == []


def test_pages_follow_each_other_and_keep_the_choice(client, index):
    for number in range(14):
        MeasureFactory(parent=index, title=f"M {number:02}", status="running")

    first = client.get(index.url, {"status": "laufend"})
    html = BeautifulSoup(first.content, "html.parser")
    second = client.get(html.select_one("a[rel=next]")["href"])

    assert titles(first) == [f"M {number:02}" for number in range(12)]
    assert titles(second) == ["M 12", "M 13"]
    assert chips(second) == ["laufend"]


def test_words_in_the_text_find_a_measure(client, index):
    MeasureFactory(parent=index, title="Formulare", lead="Für alle Häuser der Verwaltung.")
    MeasureFactory(parent=index, title="Anderes", lead="Nichts davon.")

    assert titles(client.get(index.url, {"q": "Haus"})) == ["Formulare"]


def test_what_is_not_known_is_said(client, index):
    measure = MeasureFactory(parent=index)

    shown = facts(client.get(measure.url))

    assert shown == {
        "Stand": "nicht bekannt Datum des Standes nicht bekannt",
        "Zeitraum": "nicht bekannt",
        "Zuständige Verwaltung": "nicht bekannt",
        "Wo in Berlin": "nicht bekannt",
        "Art": "zentrale Maßnahme",
        "Beteiligt": "nicht bekannt",
        "Handlungsfelder": "nicht bekannt",
        "Leitgedanken": "nicht bekannt",
        "Geld": "nicht veröffentlicht",
    }


def test_what_is_known_is_shown_with_who_says_so(client, index, field):
    body = AdministrationFactory(short_name="Skzl")
    add(body.names, name="Senats<kanzlei>")
    measure = MeasureFactory(
        parent=index,
        status="running",
        status_as_of=dt.date(2026, 6, 30),
        kind_is_own_estimate=True,
        starts_on=dt.date(2022, 3, 1),
        ends_on=dt.date(2026, 6, 1),
        responsible_administration=body,
        lead_partner=PartnerFactory(name="Werk & Co"),
        is_citywide=True,
        budget_amount=1_400_000,
        budget_note="Anteil des Bundes.",
    )
    add(measure.field_links, field=field, is_own_estimate=True)
    add(measure.involvements, partner=PartnerFactory(name="Gruppe <X>"), role="Prüfung")

    shown = facts(client.get(measure.url))

    assert shown == {
        "Stand": "laufend vom 30. Juni 2026",
        "Zeitraum": "03/2022 – 06/2026",
        "Zuständige Verwaltung": "Senats<kanzlei>",
        "Wo in Berlin": "ganz Berlin",
        "Art": "zentrale Maßnahme eigene Einschätzung",
        "Federführung": "Werk & Co",
        "Beteiligt": "Gruppe <X> Prüfung",
        "Handlungsfelder": "Offene Technik eigene Einschätzung",
        "Leitgedanken": "nicht bekannt",
        "Geld": "1.400.000 Euro Anteil des Bundes.",
    }


def test_sources_stand_in_their_order_with_the_day_they_were_read(client, index):
    measure = MeasureFactory(parent=index)
    for order, label in enumerate(["Zuerst", "<Danach>"]):
        Source.objects.create(
            page=measure,
            sort_order=order,
            label=label,
            publisher="Senat",
            as_of=dt.date(2026, 11, 23),
        )

    html = BeautifulSoup(client.get(measure.url).content, "html.parser")

    assert [entry.get_text(" ", strip=True) for entry in html.select(".gdb-sources li")] == [
        "Zuerst, Senat (ausgewertet am 23. November 2026)",
        "<Danach>, Senat (ausgewertet am 23. November 2026)",
    ]


def test_the_phase_of_a_measure_is_a_station_and_an_estimate_is_called_one(client, index):
    measure = MeasureFactory(
        parent=index, status="running", phase="testing", phase_is_own_estimate=True
    )
    unknown = MeasureFactory(parent=index)

    html = BeautifulSoup(client.get(measure.url).content, "html.parser")

    assert html.select_one("[aria-current=step] .gdb-line__label").text == "Erprobung"
    assert "eigene Einschätzung" in html.select_one("#phase").find_parent("section").text
    assert "nicht veröffentlicht" in client.get(unknown.url).content.decode()


@pytest.mark.parametrize(
    ("status", "phase", "following"),
    [
        ("running", "testing", "Entwicklung"),
        ("running", "scaling", ""),
        ("completed", "testing", ""),
        ("running", "", ""),
    ],
)
def test_the_phase_that_comes_next_is_named(status, phase, following):
    assert next_phase(Measure(status=status, phase=phase)) == following


def test_a_measure_names_the_one_that_continues_it(client, index):
    before = MeasureFactory(parent=index, title="Früher")
    after = MeasureFactory(parent=index, title="Später", follows=before)

    assert facts(client.get(before.url))["Wird fortgeführt durch"] == "Später"
    assert facts(client.get(after.url))["Führt fort"] == "Früher"


def test_a_measure_does_not_name_what_is_not_public(client, index, field):
    before = MeasureFactory(parent=index, title="Entwurf <X>", live=False)
    measure = MeasureFactory(parent=index, follows=before)
    add(measure.field_links, field=field)
    field.live = False
    field.save()

    shown = facts(client.get(measure.url))

    assert shown["Handlungsfelder"] == "nicht bekannt"
    assert "Führt fort" not in shown


def grown(index, field, number):
    """So many measures, each with everything a card or a page shows."""
    body = AdministrationFactory()
    add(body.names, name="Amt")
    for _ in range(number):
        measure = MeasureFactory(parent=index, responsible_administration=body)
        add(measure.field_links, field=field)
        measure.districts.add(DistrictFactory())
        add(measure.involvements, partner=PartnerFactory())
        measure.save()


def test_lists_cost_the_same_with_one_measure_and_with_thirty(client, index, field):
    paths = [index.url, field.url, f"{index.url}?status=nicht-bekannt&q=Ma\u00dfnahme"]
    grown(index, field, 1)
    client.get(index.url)

    few = [queries_of(client, path) for path in paths]
    grown(index, field, 29)
    many = [queries_of(client, path) for path in paths]

    assert many == few
    assert max(few) <= 12


def queries_of(client, path):
    """How many queries the page takes that nobody has cached yet."""
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{path}{'&' if '?' in path else '?'}bau=neu")
    return len(queries)
