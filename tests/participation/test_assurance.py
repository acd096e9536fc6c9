"""Votes by level of assurance: counted, never weighed, and never about somebody."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from gdb_portal.accounts.enums import Assurance
from gdb_portal.accounts.services.assurance import set_assurance
from gdb_portal.core.models import Event
from participation.figures import assurance_rows, figures_of, votes_by_assurance
from participation.models import Topic
from participation.report import _content
from tests.factories.accounts import UserFactory
from tests.factories.participation import TopicFactory, VoteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("D4")]


def votes(topic, level, **counts):
    for value, number in counts.items():
        for _number in range(number):
            VoteFactory(topic=topic, value=value, voter=UserFactory(assurance=level))


def ended(topic):
    topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def voted(topic):
    votes(topic, Assurance.EMAIL, agree=9, neutral=8, disagree=6)
    votes(topic, Assurance.IDENTITY, agree=7, neutral=2, disagree=5)
    return topic


@pytest.mark.req("D6")
def test_each_level_is_counted_and_what_is_small_is_left_out_on_both_sides(voted):
    assert votes_by_assurance(ended(voted)) == {
        "email": {"agree": 9, "neutral": None, "disagree": 6},
        "identity": {"agree": 7, "neutral": None, "disagree": 5},
    }


def test_page_report_and_table_print_the_same(client, voted):
    topic = ended(voted)
    split = votes_by_assurance(topic)

    page = client.get(reverse("participation:result", args=[topic.slug]))
    table = client.get(reverse("participation:export", args=[topic.slug])).getvalue().decode()
    rows = [r for r in csv.DictReader(io.StringIO(table)) if r["zeile"] == "vertrauensniveau"]
    report = _content(topic, None, figures_of(topic), "https://example.org")

    assert [[str(cell) for cell in row] for row in page.context["assurance_rows"]] == [
        ["E-Mail-Adresse bestätigt", "9", "zu wenige", "6"],
        ["Identität geprüft", "7", "zu wenige", "5"],
    ]
    assert report["assurance"]["rows"] == [
        [str(cell) for cell in row] for row in page.context["assurance_rows"]
    ]
    assert {row["art"]: row["zustimmung"] for row in rows} == {
        level: str(values["agree"]) for level, values in split.items()
    }
    assert [row["neutral"] for row in rows] == ["", ""]
    assert client.get(reverse("participation:result-pdf", args=[topic.slug])).status_code == 200


def test_nothing_is_split_while_people_vote(client, voted):
    assert votes_by_assurance(Topic.objects.get(pk=voted.pk)) == {}
    page = client.get(reverse("participation:result", args=[voted.slug]))
    assert page.context["assurance_rows"] == []


def test_where_no_number_is_large_enough_there_is_no_split(topic):
    votes(topic, Assurance.EMAIL, agree=4)
    votes(topic, Assurance.IDENTITY, agree=1, disagree=2)

    assert votes_by_assurance(ended(topic)) == {}


def test_a_vote_whose_account_is_gone_counts_as_the_lowest_level():
    topic = TopicFactory()
    votes(topic, Assurance.IDENTITY, agree=5)
    for _number in range(6):
        VoteFactory(topic=topic, voter=None)

    split = votes_by_assurance(ended(topic))

    assert {level: values["agree"] for level, values in split.items()} == {
        "email": 6, "identity": 5,
    }  # fmt: skip
    assert len(assurance_rows(split)) == 2


def test_an_administrator_notes_that_somebody_showed_who_they_are(client, administrator, citizen):
    client.force_login(administrator)
    url = reverse("persons:access", args=[citizen.pk])

    client.post(url, {"action": "identity-shown"})
    citizen.refresh_from_db()
    assert citizen.assurance == Assurance.IDENTITY
    assert Event.objects.filter(kind="person.assurance_changed", by=administrator).count() == 1

    client.post(url, {"action": "identity-doubted"})
    citizen.refresh_from_db()
    assert citizen.assurance == Assurance.EMAIL
    assert set_assurance(citizen, Assurance.EMAIL, by=administrator) is False


def test_nobody_else_notes_it(client, moderator, citizen):
    client.force_login(moderator)

    answer = client.post(reverse("persons:access", args=[citizen.pk]), {"action": "identity-shown"})

    citizen.refresh_from_db()
    assert answer.status_code in {302, 403}
    assert citizen.assurance == Assurance.EMAIL
