"""Strategy, compass, fields and process: what readers find there."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.pages import text
from tests.factories.participation import AdministrationFactory
from tests.factories.strategy import (
    ChapterFactory,
    FieldGroupFactory,
    FieldIndexFactory,
    FieldOfActionFactory,
    GuidingIdeaFactory,
    ImplementationProcessFactory,
    MeasureFactory,
    MeasureIndexFactory,
    PartnerFactory,
    StrategyPageFactory,
    ValueCompassFactory,
    add,
)

pytestmark = pytest.mark.django_db


def read(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_chapters_are_numbered_questions_and_lead_to_each_other(client, home):
    strategy = StrategyPageFactory(parent=home)
    first, second, third = (
        ChapterFactory(parent=strategy, title=title, question=f"{title}?", slug=title.lower())
        for title in ("Warum", "Was", "Wer")
    )

    overview = read(client, strategy.url)
    middle = read(client, second.url)

    questions = [link.text for link in overview.select(".gdb-chapters__question a")]
    assert questions == ["Warum?", "Was?", "Wer?"]
    assert middle.select_one(".gdb-page-header__kicker").text == "Kapitel 2 von 3: Was"
    assert middle.select_one("a[rel=prev]")["href"] == first.url
    assert middle.select_one("a[rel=next]")["href"] == third.url


def test_a_section_has_an_address_of_its_own_and_stands_in_the_contents(client, home):
    strategy = StrategyPageFactory(parent=home)
    chapter = ChapterFactory(
        parent=strategy, sections=text(heading="Für <alle>", anchor="fuer-alle")
    )

    html = read(client, chapter.url)

    assert html.select_one(".gdb-toc a")["href"] == "#fuer-alle"
    assert html.select_one(".gdb-toc a").text == "Für <alle>"
    assert html.select_one("section#fuer-alle h2").text == "Für <alle>"


def test_the_compass_is_a_picture_of_links_and_the_same_as_a_list(client, home):
    compass = ValueCompassFactory(parent=home)
    ideas = [
        GuidingIdeaFactory(parent=compass, title=f"Idee {n}", slug=f"idee-{n}") for n in range(4)
    ]

    html = read(client, compass.url)

    addresses = [idea.url for idea in ideas]
    assert [link["href"] for link in html.select("svg a")] == addresses
    assert [link["href"] for link in html.select(".gdb-ideas a")] == addresses
    assert all(link.get_text(strip=True) for link in html.select("svg a"))


@pytest.mark.req("A2")
def test_the_compass_places_each_measure_and_says_who_says_so(client, home):
    compass = ValueCompassFactory(parent=home)
    ideas = [
        GuidingIdeaFactory(parent=compass, title=f"Idee {n}", slug=f"idee-{n}", short_title="")
        for n in range(4)
    ]
    index = MeasureIndexFactory(parent=home)
    first = MeasureFactory(parent=index, title="A <b>")
    add(first.idea_links, idea=ideas[0])
    add(first.idea_links, idea=ideas[2], is_own_estimate=True)
    first.save()
    hidden = MeasureFactory(parent=index, title="Entwurf", live=False)
    add(hidden.idea_links, idea=ideas[0])
    hidden.save()
    MeasureFactory(parent=index, title="Z")

    html = read(client, compass.url)

    rows = [
        (
            row.th.text,
            [(cell.select_one(".gdb-visually-hidden") or cell).text for cell in row.select("td")],
        )
        for row in html.select("#verortet-tabelle ~ tbody tr")
    ]
    none = "nicht zugeordnet"
    assert rows == [
        ("A <b>", ["laut Quelle", none, "eigene Einschätzung", none]),
        ("Z", [none] * 4),
    ]
    assert [count.text for count in html.select(".gdb-direction__count")] == ["1", "0", "1", "0"]
    assert [count.text for count in html.select("svg .gdb-compass__count")] == [
        "1 Vorhaben", "0 Vorhaben", "1 Vorhaben", "0 Vorhaben"
    ]  # fmt: skip
    link = html.select_one(".gdb-direction a")["href"]
    assert link == f"{index.url}?wert=idee-0"
    assert "1 Vorhaben ist noch keinem" in html.main.text


def test_the_compass_costs_the_same_with_one_and_with_thirty_measures(client, home):
    compass = ValueCompassFactory(parent=home)
    idea = GuidingIdeaFactory(parent=compass)
    index = MeasureIndexFactory(parent=home)

    def grow(number):
        for _ in range(number):
            measure = MeasureFactory(parent=index)
            add(measure.idea_links, idea=idea)
            measure.save()

    grow(1)
    client.get(compass.url)
    with CaptureQueriesContext(connection) as few:
        client.get(compass.url, {"bau": "1"})
    grow(29)
    with CaptureQueriesContext(connection) as many:
        client.get(compass.url, {"bau": "2"})

    assert len(many) == len(few) <= 12


def test_fields_stand_on_the_line_of_their_group_with_their_measures_counted(client, home):
    index = FieldIndexFactory(parent=home)
    first = FieldGroupFactory(name="Erste", line=3, sort_order=1, slug="erste")
    second = FieldGroupFactory(name="Zweite", line=1, sort_order=2, slug="zweite")
    late = FieldOfActionFactory(parent=index, title="Spät", group=second)
    FieldOfActionFactory(parent=index, title="Früh", group=first)
    measures = MeasureIndexFactory(parent=home)
    add(MeasureFactory(parent=measures).field_links, field=late)
    add(MeasureFactory(parent=measures, live=False).field_links, field=late)

    html = read(client, index.url)

    lines = [
        (
            line.h2.text,
            [station.a.text for station in line.select(".gdb-map__station")],
            [count.text for count in line.select(".gdb-map__count")],
        )
        for line in html.select(".gdb-map__line")
    ]
    assert lines == [
        ("Erste", ["Früh"], ["0 Maßnahmen"]),
        ("Zweite", ["Spät"], ["1 Maßnahme"]),
    ]
    assert "gdb-line-colour-3" in html.select_one("#erste")["class"]


def test_the_process_names_its_phases_and_who_works_with_whom(client, home):
    process = ImplementationProcessFactory(parent=home)
    add(process.steps, phase="testing", aim="Klein bauen", result="Wissen", formats="A\nB <c>")
    body = AdministrationFactory(short_name="Amt A", slug="amt-a")
    add(body.names, name="Amt <A>")
    other = AdministrationFactory(short_name="Amt B", slug="amt-b")
    add(other.names, name="Amt B")
    add(AdministrationFactory(short_name="Ohne", slug="ohne").names, name="Ohne Maßnahme")
    measure = MeasureFactory(
        parent=MeasureIndexFactory(parent=home), title="Plan", responsible_administration=body
    )
    add(measure.involvements, administration=other)
    add(measure.involvements, partner=PartnerFactory(name="Werk"))

    html = read(client, process.url)

    assert html.select_one(".gdb-phase__name").get_text(" ", strip=True) == "Phase 1: Erprobung"
    assert [line.text for line in html.select(".gdb-phase__details li")] == ["A", "B <c>"]
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in html.select(".gdb-cooperation tbody tr")
    ]
    assert rows == [
        ["Amt <A>", "Plan", "–", "Amt B, Werk"],
        ["Amt B", "–", "Plan", "Amt A, Werk"],
    ]
    drawing = html.select_one("svg.gdb-cooperation-network__drawing")
    assert [name.text for name in drawing.select("text")] == ["Amt A", "Amt B", "Werk"]
    assert len(drawing.select("path")) == 3
    assert all(html.find(id=name) for name in drawing["aria-labelledby"].split())


def test_who_works_alone_is_not_in_the_drawing_and_more_in_common_is_thicker(client, home):
    process = ImplementationProcessFactory(parent=home)
    index = MeasureIndexFactory(parent=home)
    body, alone = (AdministrationFactory(short_name=f"Amt {n}", slug=n) for n in "ab")
    partner = PartnerFactory(name="Verein <b>" + "x" * 60)
    for number in range(2):
        measure = MeasureFactory(
            parent=index, title=f"Plan {number}", responsible_administration=body
        )
        add(measure.involvements, partner=partner)
        measure.save()
    MeasureFactory(parent=index, title="Allein", responsible_administration=alone)

    drawing = read(client, process.url).select_one("svg.gdb-cooperation-network__drawing")

    names = [name.text for name in drawing.select("text")]
    assert names == ["Amt a", "Verein <b>" + "x" * 23 + "…"]
    assert [path["stroke-width"] for path in drawing.select("path")] == ["4"]


def test_nothing_is_drawn_where_nobody_works_with_anybody(client, home):
    process = ImplementationProcessFactory(parent=home)
    MeasureFactory(
        parent=MeasureIndexFactory(parent=home), responsible_administration=AdministrationFactory()
    )

    assert read(client, process.url).select(".gdb-cooperation-network") == []


def test_each_phase_names_what_stands_in_it_but_not_what_is_over(client, home):
    process = ImplementationProcessFactory(parent=home)
    add(process.steps, phase="testing", aim="Klein bauen", result="Wissen")
    process.save()
    index = MeasureIndexFactory(parent=home)
    MeasureFactory(parent=index, title="Hier", status="running", phase="testing")
    MeasureFactory(parent=index, title="Vorbei", status="completed", phase="testing")
    MeasureFactory(parent=index, title="Woanders", status="running", phase="scaling")

    html = read(client, process.url)

    assert [link.text for link in html.select(".gdb-phase__details a")] == ["Hier"]
