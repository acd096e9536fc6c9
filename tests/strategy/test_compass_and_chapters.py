"""Strategy, compass, fields and process: what readers find there."""

import pytest
from bs4 import BeautifulSoup

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
