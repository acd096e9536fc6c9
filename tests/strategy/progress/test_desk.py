"""The desk in the CMS: who may say how far a measure is, and what becomes of it."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.translation import gettext

from strategy.models import Measure, MeasureChange

pytestmark = [pytest.mark.django_db, pytest.mark.req("A4")]
LIST = "/cms/fortschritt/"


def address(measure, step=""):
    return f"{LIST}{measure.pk}/{step}"


def facts(**changes):
    return {
        "status": "planned",
        "status_as_of": "",
        "phase": "",
        "starts": "",
        "ends": "",
        "reason": "Weil <b>",
    } | changes


def newest(measure):
    return MeasureChange.objects.of(measure).first()


def test_an_official_sees_their_measures_and_which_are_stale(client, measure, owner, stranger):
    measure.status_as_of = timezone.localdate() - dt.timedelta(days=400)
    measure.save()

    client.force_login(owner)
    mine = BeautifulSoup(client.get(LIST).content, "html.parser")
    client.force_login(stranger)
    theirs = BeautifulSoup(client.get(LIST).content, "html.parser")

    assert [link.text for link in mine.select(".listing a")] == ["Mehr <Bänke>"]
    assert "lange nicht aktualisiert" in mine.select_one(".listing").text
    assert theirs.select(".listing a") == []


def test_an_official_changes_and_the_public_reads_why(client, measure, owner):
    client.force_login(owner)

    answer = client.post(address(measure, "aendern/"), facts(status="running", starts="2026-05"))

    assert answer.status_code == 302
    change = newest(measure)
    assert (change.origin, change.reason) == ("administration", "Weil <b>")
    assert change.after == {"status": "running", "starts": "2026-05"}


def test_an_official_confirms_that_nothing_changed(client, measure, owner):
    client.force_login(owner)

    client.post(address(measure, "bestaetigen/"), {"confirm-reason": "Wir warten."})

    assert (newest(measure).kind, newest(measure).reason) == ("confirmed", "Wir warten.")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"reason": " ", "status": "running"}, "This field is required."),
        ({"starts": "bald"}, "kein Datum"),
        ({"starts": "2026", "ends": "2025"}, "nicht vor dem Beginn"),
        ({}, "Sie haben nichts geändert"),
    ],
)
def test_what_makes_no_sense_comes_back_with_what_was_typed(client, measure, owner, typed, told):
    client.force_login(owner)

    answer = client.post(address(measure, "aendern/"), facts(**typed))

    html = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert gettext(told) in html.select_one(".error-message, .help-critical").text
    assert html.select_one("#id_starts").get("value", "") == typed.get("starts", "")
    assert MeasureChange.objects.news().count() == 0


@pytest.mark.parametrize("step", ["", "aendern/", "bestaetigen/"])
def test_nobody_else_may_speak_for_it(client, measure, step, stranger, editor, citizen):
    for person in (stranger, editor, citizen):
        client.force_login(person)
        send = client.post if step else client.get
        answer = send(address(measure, step), facts(status="running"))
        assert answer.status_code in {302, 403, 404}, person

    assert Measure.objects.get(pk=measure.pk).status == "planned"
    assert MeasureChange.objects.news().count() == 0


def test_reading_changes_nothing(client, measure, owner):
    client.force_login(owner)

    assert client.get(address(measure, "aendern/")).status_code == 405
    assert client.get(address(measure, "bestaetigen/")).status_code == 405
    assert client.get(f"{LIST}999999/").status_code == 404
