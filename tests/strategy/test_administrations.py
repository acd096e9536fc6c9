"""Administrations: names change, the administration stays."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.participation import AdministrationFactory, TopicFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory, add

pytestmark = pytest.mark.django_db

LIST = reverse("strategy:administrations")


@pytest.fixture
def renamed(home):
    body = AdministrationFactory(slug="seninn", short_name="SenInn")
    add(body.names, name="Inneres und <Digitales>", valid_to=dt.date(2023, 4, 27))
    add(body.names, name="Inneres und Sport", valid_from=dt.date(2023, 4, 27))
    return body


def test_an_administration_bears_the_name_of_the_day(renamed):
    assert renamed.name_at(dt.date(2023, 4, 26)) == "Inneres und <Digitales>"
    assert renamed.name_at(dt.date(2023, 4, 27)) == "Inneres und Sport"


def test_the_page_shows_present_and_former_names(client, renamed):
    html = BeautifulSoup(client.get(renamed.url).content, "html.parser")

    assert html.h1.text == "Inneres und Sport"
    names = [name.text for name in html.select(".gdb-line__label")]
    assert names == ["Inneres und <Digitales>", "Inneres und Sport"]


def test_the_page_shows_measures_and_topics(client, home, renamed):
    index = MeasureIndexFactory(parent=home)
    MeasureFactory(parent=index, title="Eigene", responsible_administration=renamed)
    add(MeasureFactory(parent=index, title="Fremde").involvements, administration=renamed)
    MeasureFactory(parent=index, title="Unbeteiligt")
    TopicFactory(title="Ihr Thema", administration=renamed)
    TopicFactory(title="Anderes Thema")

    html = BeautifulSoup(client.get(renamed.url).content, "html.parser")

    cards = [link.text for link in html.select(".gdb-card__link")]
    assert sorted(cards) == ["Eigene", "Fremde", "Ihr Thema"]


def test_the_list_counts_public_measures_only(client, home, renamed):
    index = MeasureIndexFactory(parent=home)
    MeasureFactory(parent=index, responsible_administration=renamed)
    MeasureFactory(parent=index, responsible_administration=renamed, live=False)

    html = BeautifulSoup(client.get(LIST).content, "html.parser")

    assert html.select_one(".gdb-body__count").text == "zuständig für 1 Maßnahme"


def test_the_list_costs_the_same_with_one_and_with_thirty(client, renamed):
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST, {"bau": "1"})
    for _ in range(29):
        add(AdministrationFactory().names, name="Amt")

    with CaptureQueriesContext(connection) as many:
        client.get(LIST, {"bau": "2"})

    assert len(many) == len(few) <= 12


def test_an_unknown_administration_is_not_found(client, home):
    assert client.get("/verwaltungen/gibt-es-nicht/").status_code == 404
