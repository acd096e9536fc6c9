"""Rounds on mein.Berlin.de beside our own topics: dated, with a source, and clearly elsewhere."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.exceptions import ValidationError
from wagtail.test.utils.form_data import nested_form_data

from participation.models import OutsideRound
from participation.models.outside_round import on_platform
from tests.factories.participation import HOSTILE, OutsideRoundFactory, TopicFactory

pytestmark = pytest.mark.django_db

ADD = "/cms/snippets/participation/outsideround/add/"
LIST = "/beteiligung/"


def rounds(client):
    cache.clear()
    html = BeautifulSoup(client.get(LIST).content, "html.parser")
    return html.select(".gdb-outside__item")


def posted(**changes):
    return nested_form_data(
        {
            "title": "Runde <b>neu</b>",
            "url": "https://mein.berlin.de/projekte/neu/",
            "text": "Worum es geht.",
            "starts_on": "01.01.2023",
            "starts_precision": "year",
            "ends_on": "",
            "ends_precision": "month",
            "period_note": "",
            "page": "",
            "source": "Pressemitteilung",
            "as_of": "23.11.2026",
            "go_live_at": "",
            "expire_at": "",
            **changes,
        }
    )


def test_a_round_says_where_it_leads_when_it_is_and_who_says_so(client):
    OutsideRoundFactory(title="Runde <b>eins</b>", starts_precision="year")

    [item] = rounds(client)

    link = item.select_one("h3 a")
    assert link["href"] == "https://mein.berlin.de/projekte/eine-runde/"
    assert " ".join(link.text.split()) == "Runde <b>eins</b> führt zu mein.Berlin.de"
    assert item.select_one(".gdb-outside__when").text.split() == [
        "Ende", "nicht", "bekannt", "seit", "2023",
    ]  # fmt: skip
    source = item.select_one(".gdb-outside__source").text
    assert source == f"Quelle: {HOSTILE}, ausgewertet am 23. November 2026"


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"starts_on": dt.date(2027, 5, 1)}, "beginnt noch"),
        ({"ends_on": dt.date(2027, 1, 1), "ends_precision": "year"}, "läuft"),
        ({"ends_on": dt.date(2027, 3, 3), "ends_precision": "day"}, "läuft"),
        ({"ends_on": dt.date(2027, 3, 2), "ends_precision": "day"}, "beendet"),
        ({"ends_on": None}, "Ende nicht bekannt"),
    ],
)
def test_its_state_is_what_the_known_dates_say(values, state):
    one = OutsideRoundFactory.build(**values)

    assert str(one.state(dt.date(2027, 3, 3))[0]) == state


def test_a_round_is_no_topic(client):
    OutsideRoundFactory()
    topic = TopicFactory()

    html = BeautifulSoup(client.get(LIST).content, "html.parser")

    assert [a["href"] for a in html.select(".gdb-card__link")] == [topic.url]


@pytest.mark.req("S19")
def test_a_draft_is_not_shown(client):
    OutsideRoundFactory(live=False)

    assert rounds(client) == []


def test_the_list_costs_the_same_for_one_and_for_many(client, django_assert_max_num_queries):
    def queries():
        cache.clear()
        client.get(LIST)
        cache.clear()
        with django_assert_max_num_queries(12) as asked:
            client.get(LIST)
        return len(asked)

    OutsideRoundFactory(page=TopicFactory().page)
    one = queries()
    for _number in range(5):
        OutsideRoundFactory(page=TopicFactory().page)

    assert queries() == one


@pytest.mark.parametrize(
    "url",
    [
        "http://mein.berlin.de/projekte/x/",
        "https://mein.berlin.de.example.org/",
        "https://example.org/?https://mein.berlin.de/",
        "https://mein.berlin.de@example.org/",
        "javascript:alert(1)//mein.berlin.de",
        "https://[mein.berlin.de/",
    ],
)
def test_only_the_states_platform_can_be_linked(url):
    with pytest.raises(ValidationError):
        on_platform(url)


def test_an_editor_drafts_a_round_and_another_person_publishes_it(client, editor, publisher):
    client.force_login(editor)
    client.post(ADD, posted())
    drafted = OutsideRound.objects.get()
    assert drafted.live is False

    edit = f"/cms/snippets/participation/outsideround/edit/{drafted.pk}/"
    client.post(edit, {**posted(), "action-publish": "1"})
    assert OutsideRound.objects.get().live is False
    client.force_login(publisher)
    client.post(edit, {**posted(), "action-publish": "1"})

    assert OutsideRound.objects.get().live is True
    assert len(rounds(type(client)())) == 1


def test_a_round_elsewhere_is_refused_with_a_reason(client, editor):
    client.force_login(editor)

    answer = client.post(ADD, posted(url="https://example.org/"))

    assert "Die Adresse muss mit https://mein.berlin.de/ beginnen." in answer.content.decode()
    assert OutsideRound.objects.count() == 0
