"""Pilots: where they are, how far they are, what was learnt."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pilots.models import Pilot
from strategy.models import DistrictOutline
from strategy.progress_milestones import milestone_line
from tests.factories.pilots import PilotFactory, PilotIndexFactory
from tests.factories.strategy import DistrictFactory, add

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 25)


@pytest.fixture
def index(home):
    return PilotIndexFactory(parent=home)


def placed(index, district, **values):
    pilot = PilotFactory(parent=index, **values)
    pilot.districts.add(district)
    pilot.save()
    return pilot


def read(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_the_map_counts_pilots_per_district_and_links_them(client, index):
    busy = DistrictFactory(name="Mitte", slug="mitte", tile_column=3, tile_row=2)
    DistrictFactory(name="Spandau", slug="spandau", tile_column=1, tile_row=2)
    first = placed(index, busy, title="Eins")
    alone = read(client, index.url).select_one(".gdb-tile--busy a")["href"]
    placed(index, busy, title="Zwei")

    tiles = {
        tile.select_one(".gdb-tile__name").text: tile.select_one("[aria-hidden]").text
        for tile in read(client, f"{index.url}?bau=1").select(".gdb-tile")
    }
    together = read(client, f"{index.url}?bau=2").select_one(".gdb-tile--busy a")["href"]

    assert tiles == {"Spandau": "0", "Mitte": "2"}
    assert alone == first.url
    assert together == "?bezirk=mitte"


def test_a_pilot_for_all_of_berlin_stands_beside_the_map(client, index):
    DistrictFactory()
    PilotFactory(parent=index, title="Überall", is_citywide=True)

    html = read(client, index.url)

    assert html.select(".gdb-tile--busy") == []
    assert "Überall" in html.select_one(".gdb-district-map__citywide").text


def test_filters_narrow_list_and_map_together(client, index):
    district = DistrictFactory(name="Mitte", slug="mitte")
    placed(index, district, title="Läuft", status="running")
    placed(index, district, title="Fertig", status="completed")

    html = read(client, f"{index.url}?status=laufend")

    assert [link.text for link in html.select(".gdb-find__results .gdb-card__link")] == ["Läuft"]
    assert html.select_one(".gdb-tile--busy [aria-hidden]").text == "1"


@pytest.mark.parametrize("query", ["status=%00", "bezirk=nirgendwo", "seite=99", "bezirk=%FF"])
def test_a_hostile_address_is_no_error(client, index, query):
    PilotFactory(parent=index)

    assert client.get(f"{index.url}?{query}").status_code == 200


def test_a_milestone_is_reached_planned_or_of_unknown_outcome(index):
    pilot = PilotFactory(parent=index)
    add(pilot.milestones, title="Da", reached_on=dt.date(2022, 11, 26), reached_precision="day")
    add(pilot.milestones, title="Stumm", planned_on=dt.date(2025, 1, 1), planned_precision="year")
    add(pilot.milestones, title="Dann", planned_on=dt.date(2027, 3, 1))
    add(pilot.milestones, title="Irgendwann")

    steps = milestone_line(Pilot.objects.get(pk=pilot.pk), TODAY)

    assert [(step["label"], step["state"], step["state_label"]) for step in steps] == [
        ("Da", "done", "erreicht"),
        ("Stumm", "overdue", "überfällig: nicht bekannt, ob erreicht"),
        ("Dann", "upcoming", "geplant"),
        ("Irgendwann", "upcoming", "geplant"),
    ]
    assert steps[0]["date"] == "26.11.2022"


def test_the_last_day_of_a_planned_year_is_not_past(index):
    pilot = PilotFactory(parent=index)
    add(pilot.milestones, title="X", planned_on=dt.date(2026, 1, 1), planned_precision="year")

    assert milestone_line(pilot, dt.date(2026, 12, 31))[0]["state_label"] == "geplant"
    assert milestone_line(pilot, dt.date(2027, 1, 1))[0]["state_label"] != "geplant"


def test_the_page_tells_milestones_in_order_updates_newest_first_and_findings(client, index):
    pilot = PilotFactory(parent=index, place="Platz <1>")
    add(pilot.milestones, title="Zweitens", sort_order=2)
    add(pilot.milestones, title="Erstens <b>", sort_order=1)
    add(pilot.updates, title="Alt", text="a", dated_on=dt.date(2022, 1, 1))
    add(pilot.updates, title="Neu <b>", text="b", dated_on=dt.date(2024, 1, 1))
    add(pilot.findings, title="Früh reden", text="c", is_own_estimate=True)

    html = read(client, pilot.url)

    labels = [label.text for label in html.select("#meilensteine .gdb-line__label")]
    assert labels == ["Erstens <b>", "Zweitens"]
    assert [title.text for title in html.select(".gdb-update h3")] == ["Neu <b>", "Alt"]
    assert "eigene Einschätzung" in html.select_one(".gdb-finding").text
    assert "Platz <1>" in html.select_one(".gdb-key-facts").text


def test_a_page_costs_the_same_with_one_and_with_thirty_of_everything(client, index):
    pilot = PilotFactory(parent=index)

    def grow(number):
        for _ in range(number):
            add(pilot.milestones, title="M")
            add(pilot.updates, title="U", text="u", dated_on=TODAY)
            add(pilot.findings, title="F", text="f")
            pilot.districts.add(DistrictFactory())
        pilot.save()

    grow(1)
    client.get(pilot.url)
    with CaptureQueriesContext(connection) as few:
        client.get(pilot.url, {"bau": "1"})
    grow(29)
    with CaptureQueriesContext(connection) as many:
        client.get(pilot.url, {"bau": "2"})

    assert len(many) == len(few) <= 12


def test_the_list_costs_the_same_with_one_and_with_thirty(client, index):
    placed(index, DistrictFactory())
    client.get(index.url)
    with CaptureQueriesContext(connection) as few:
        client.get(index.url, {"bau": "1"})
    for _ in range(29):
        placed(index, DistrictFactory())
    with CaptureQueriesContext(connection) as many:
        client.get(index.url, {"bau": "2"})

    assert len(many) == len(few) <= 12


def test_a_cached_page_does_not_outlive_the_day_on_which_a_plan_ends(client, index, rf):
    pilot = PilotFactory(parent=index)
    request = rf.get(pilot.url)

    pilot.get_context(request)

    assert request._page_expires_at.hour == 0
    assert request._page_expires_at > timezone.now()


SQUARE = [[[[13.2, 52.5], [13.4, 52.5], [13.4, 52.6], [13.2, 52.6], [13.2, 52.5]]]]
NEXT = [[[[13.4, 52.5], [13.6, 52.5], [13.6, 52.6], [13.4, 52.6], [13.4, 52.5]]]]


def test_with_all_outlines_the_map_has_true_shapes_and_the_same_links(client, index):
    busy = DistrictFactory(name="West <1>", slug="west", latitude="52.55", longitude="13.3")
    quiet = DistrictFactory(name="Ost", slug="ost", latitude="52.55", longitude="13.5")
    pilot = placed(index, busy, title="Eins")
    DistrictOutline.objects.create(district=busy, polygons=SQUARE, source="Amt <X>")
    assert read(client, index.url).select_one(".gdb-tiles") is not None

    DistrictOutline.objects.create(district=quiet, polygons=NEXT, source="Amt <X>")
    cache.clear()
    html = read(client, index.url)

    assert html.select_one(".gdb-tiles") is None
    [link] = html.select(".gdb-outlines a")
    assert (link["href"], link["aria-label"]) == (pilot.url, "West <1>: 1 Pilotprojekt")
    assert (link.select_one("text")["x"], link.select_one("text").text) == ("250", "1")
    assert len(html.select(".gdb-outlines path")) == 2
    assert html.select_one(".gdb-outlines__source").text == "Umrisse: Amt <X>"
