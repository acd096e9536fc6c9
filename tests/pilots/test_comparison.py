"""Pilots side by side."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.pilots import PilotFactory, PilotIndexFactory
from tests.factories.strategy import GuidingIdeaFactory, ValueCompassFactory, add

pytestmark = [pytest.mark.django_db, pytest.mark.req("A8")]
COMPARISON = reverse("pilots:comparison")


@pytest.fixture
def index(home):
    return PilotIndexFactory(parent=home)


def read(client, *slugs, **more):
    answer = client.get(COMPARISON, {"pilot": slugs, **more})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def columns(html, table=0):
    heads = html.select("table")[table].select("thead th")
    return [head.text.strip() for head in heads][1:]


def row(html, label, table=0):
    for line in html.select("table")[table].select("tbody tr"):
        if line.th.text.strip() == label:
            return [cell.get_text(" ", strip=True) for cell in line.select("td")]
    raise AssertionError(label)


def test_each_pilot_answers_the_same_questions_and_unknown_is_said(client, index):
    PilotFactory(parent=index, slug="eins", title="Eins", status="running", place="Platz <b>1</b>")
    PilotFactory(parent=index, slug="zwei", title="Zwei", status="completed", place="")

    html = read(client, "zwei", "eins")

    assert columns(html) == ["Zwei", "Eins"]
    assert row(html, "Stand") == ["abgeschlossen", "laufend"]
    assert row(html, "Wo in Berlin") == ["nicht bekannt", "Platz <b>1</b>"]


def test_at_most_four_are_shown_and_that_is_said(client, index):
    for number in range(5):
        PilotFactory(parent=index, slug=f"p{number}", title=f"P{number}")

    html = read(client, "p4", "p3", "p2", "p1", "p0")

    assert columns(html) == ["P4", "P3", "P2", "P1"]
    assert "höchstens 4" in html.main.text


def test_drafts_doubles_and_unknown_names_are_left_out(client, index):
    PilotFactory(parent=index, slug="eins", title="Eins")
    PilotFactory(parent=index, slug="entwurf", title="Entwurf", live=False)

    html = read(client, "eins", "eins", "entwurf", "'><script>", "\x00")

    assert columns(html) == ["Eins"]
    assert "Entwurf" not in html.main.text


def test_without_a_choice_the_page_offers_one(client, index):
    PilotFactory(parent=index, slug="eins", title="Eins")

    html = read(client)

    assert html.select("table") == []
    assert [box["value"] for box in html.select("input[name=pilot]")] == ["eins"]


def test_the_compass_says_which_ideas_each_follows_and_who_says_so(client, index, home):
    compass = ValueCompassFactory(parent=home)
    idea = GuidingIdeaFactory(parent=compass, title="Nachhaltig")
    pilot = PilotFactory(parent=index, slug="eins", title="Eins")
    add(pilot.idea_links, idea=idea, is_own_estimate=True)
    pilot.save()
    PilotFactory(parent=index, slug="zwei", title="Zwei")

    html = read(client, "eins", "zwei")

    assert row(html, "Nachhaltig", table=1) == ["ja eigene Einschätzung", "nicht zugeordnet"]


def test_every_table_scrolls_in_a_named_region_that_the_keyboard_reaches(client, index):
    PilotFactory(parent=index, slug="eins", title="Eins")

    frames = read(client, "eins").select(".gdb-table-frame")

    assert len(frames) == 2
    for frame in frames:
        assert (frame["role"], frame["tabindex"]) == ("region", "0")
        assert frame.find(id=frame["aria-labelledby"]).name == "caption"


def test_the_list_leads_to_the_comparison_by_a_plain_form(client, index):
    PilotFactory(parent=index, slug="eins")
    PilotFactory(parent=index, slug="zwei")

    html = BeautifulSoup(client.get(index.url).content, "html.parser")

    form = html.select_one(".gdb-compare")
    assert (form["method"], form["action"]) == ("get", COMPARISON)
    assert len(form.select("input[type=checkbox]")) == 2


def test_four_cost_as_many_queries_as_one(client, index):
    for number in range(4):
        PilotFactory(parent=index, slug=f"p{number}")
    read(client, "p0")
    with CaptureQueriesContext(connection) as few:
        read(client, "p0", bau="1")
    with CaptureQueriesContext(connection) as many:
        read(client, "p0", "p1", "p2", "p3", bau="2")

    assert len(many) == len(few) <= 12
