"""The roll-up and the dashboard: every figure can be counted again from the data."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from strategy.models import Indicator, MeasuredValue
from strategy.progress_rollup import roll_up
from tests.factories.pages import HomeFactory
from tests.factories.strategy import (
    DistrictFactory,
    FieldIndexFactory,
    FieldOfActionFactory,
    GuidingIdeaFactory,
    MeasureFactory,
    ValueCompassFactory,
    add,
)

pytestmark = [pytest.mark.django_db, pytest.mark.req("A5")]


def read(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def words(element):
    return element.get_text(" ", strip=True)


def legend(html):
    return [words(entry) for entry in html.select(".gdb-rollup__entry")]


@pytest.fixture
def field(home):
    return FieldOfActionFactory(parent=FieldIndexFactory(parent=home), title="Feld <1>")


def in_field(index, field, status, reached=0, total=0, **values):
    page = MeasureFactory(parent=index, status=status, **values)
    add(page.field_links, field=field)
    for number in range(total):
        add(
            page.milestones,
            title=f"M{number}",
            planned_on=dt.date(2020, 1, 1),
            reached_on=dt.date(2020, 1, 1) if number < reached else None,
        )
    return page


def test_the_percent_is_the_mean_of_those_that_have_milestones(index, field):
    measures = [
        in_field(index, field, "running", 1, 2),
        in_field(index, field, "running", 4, 4),
        in_field(index, field, "planned"),
    ]

    rollup = roll_up(measures)

    assert (rollup.total, rollup.known, rollup.percent, rollup.overdue) == (3, 2, 75, 1)


def test_unknown_is_not_zero(index, field):
    unknown = roll_up([in_field(index, field, "running")])
    zero = roll_up([in_field(index, field, "running", 0, 3)])

    assert (unknown.percent, zero.percent) == (None, 0)


def test_the_bar_is_filled_by_the_counts_and_by_nothing_else(index, field):
    measures = [in_field(index, field, status) for status in ("planned", "running", "running")]

    rollup = roll_up(measures)

    assert [(part.status, part.count, part.x, part.width) for part in rollup.parts] == [
        ("planned", 1, 0, 333),
        ("running", 2, 333, 667),
    ]
    assert roll_up([]).parts == ()


def test_field_idea_administration_and_district_show_their_own_roll_up(
    client, home, index, field, office
):
    idea = GuidingIdeaFactory(parent=ValueCompassFactory(parent=home))
    district = DistrictFactory(slug="mitte")
    page = in_field(index, field, "running", 1, 2, responsible_administration=office)
    add(page.idea_links, idea=idea)
    page.districts.add(district)
    page.save()
    MeasureFactory(parent=index, status="planned")

    for path in (field.url, idea.url, office.url, f"{index.url}?bezirk=mitte"):
        html = read(client, path)
        assert legend(html) == ["1 laufend"], path
        assert "zu 50 %" in words(html.select_one(".gdb-rollup__share")), path
    assert legend(read(client, index.url)) == ["1 in Planung", "1 laufend"]


def test_the_dashboard_counts_what_is_there(client, index, field):
    in_field(index, field, "running", 1, 3, phase="testing", title="Läuft <b>")
    MeasureFactory(
        parent=index,
        status="planned",
        title="Alt <i>",
        status_as_of=timezone.localdate() - dt.timedelta(days=500),
    )
    MeasureFactory(parent=index, status="completed", phase="testing")

    html = read(client, "/fortschritt/")

    assert [words(n) for n in html.select(".gdb-stat__value")] == ["3", "2", "1"]
    assert legend(html.select_one("#stand")) == ["1 in Planung", "1 laufend", "1 abgeschlossen"]
    table = {words(row.th): words(row.td) for row in html.select("#phasen tbody tr")}
    assert table == {
        "Vorprozess": "0",
        "Exploration": "0",
        "Erprobung": "2",
        "Entwicklung": "0",
        "Skalierung": "0",
        "nicht bekannt": "1",
    }
    drawn = [int(rect["width"]) for rect in html.select("#phasen rect")]
    assert drawn == [0, 0, 300, 0, 0]
    assert [words(link) for link in html.select("#ueberfaellig li a")] == ["M1", "M2"]
    assert [words(link) for link in html.select("#veraltet li a")] == ["Alt <i>"]
    assert [words(link) for link in html.select("#felder h3")] == ["Feld <1>"]


def test_indicators_stand_there_with_their_newest_value(client, index):
    page = MeasureFactory(parent=index)
    indicator = Indicator.objects.create(measure=page, title="Orte <b>", kind="output")
    for year, value in ((2024, 9), (2023, 5)):
        MeasuredValue.objects.create(
            indicator=indicator, measured_on=dt.date(year, 1, 1), value=value, source="x"
        )
    Indicator.objects.create(measure=page, title="Stumm", kind="outcome")

    rows = read(client, "/fortschritt/").select("#kennzahlen li")

    assert [words(row.strong) for row in rows] == ["9", "nicht veröffentlicht"]


def test_an_empty_portal_has_an_honest_dashboard(client, home):
    html = read(client, "/fortschritt/")

    assert [words(n) for n in html.select(".gdb-stat__value")] == ["0", "0", "0"]
    assert "Für keine Maßnahme sind Kennzahlen veröffentlicht." in html.text


def test_drafts_are_not_counted(client, index):
    MeasureFactory(parent=index, live=False)
    MeasureFactory(parent=index, status="running")

    assert words(read(client, "/fortschritt/").select_one(".gdb-stat__value")) == "1"


def test_home_measures_and_footer_lead_to_the_dashboard(client, home, index, field):
    MeasureFactory(parent=index)

    for path in ("/", index.url):
        links = [link["href"] for link in read(client, path).select("a[href]")]
        assert links.count("/fortschritt/") == 2, path


@pytest.mark.parametrize("path", ["/fortschritt/", "/en/fortschritt/"])
def test_the_dashboard_costs_the_same_with_one_and_with_thirty(client, index, field, office, path):
    HomeFactory(language="en")

    def grow(number):
        for _ in range(number):
            page = in_field(index, field, "running", 1, 2, responsible_administration=office)
            page.districts.add(DistrictFactory())
            page.save()
            Indicator.objects.create(measure=page, title="Z", kind="output")

    grow(1)
    client.get(path)
    with CaptureQueriesContext(connection) as few:
        client.get(path, {"bau": 1})
    grow(29)
    with CaptureQueriesContext(connection) as many:
        client.get(path, {"bau": 2})

    assert len(many) == len(few) <= 12
