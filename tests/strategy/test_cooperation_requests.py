"""Administrations offer and seek cooperation on a measure, in public, and answer each other."""

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from strategy.enums import CooperationKind, CooperationStatus
from strategy.models import CooperationRequest
from strategy.services.cooperation_request import (
    AskedAlready,
    NotPossible,
    answer_cooperation,
    propose_cooperation,
    withdraw_cooperation,
)
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomeFactory
from tests.factories.participation import HOSTILE, AdministrationFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = pytest.mark.django_db
DESK = "/cms/zusammenarbeit/"
OFFER, SEEK = CooperationKind.OFFER, CooperationKind.SEEK


def works_for(administration, name):
    user = UserFactory(email=f"{name}@example.org", pseudonym=name, roles=["official"])
    administration.members.create(user=user)
    return user


@pytest.fixture
def owner(db):
    return AdministrationFactory(slug="eigen")


@pytest.fixture
def other(db):
    return AdministrationFactory(slug="andere")


@pytest.fixture
def measure(home, owner):
    return MeasureFactory(
        parent=MeasureIndexFactory(parent=home),
        slug="daten",
        title="Daten <b>",
        responsible_administration=owner,
    )


@pytest.fixture
def insider(owner):
    return works_for(owner, "insider")


@pytest.fixture
def outsider(other):
    return works_for(other, "outsider")


@pytest.fixture
def offer(measure, other, outsider):
    return propose_cooperation(measure, kind=OFFER, sender=other, text=HOSTILE, by=outsider)


def shown(client, path="/massnahmen/daten/"):
    cache.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def events(kind):
    return list(Event.objects.filter(kind=kind).values_list("data", flat=True))


# What is possible


def test_an_offer_goes_to_the_responsible_administration(measure, owner, other, outsider):
    offer = propose_cooperation(
        measure, kind=OFFER, sender=other, addressee=other, text="Wir helfen.", by=outsider
    )

    assert (offer.sender, offer.addressee, offer.status) == (other, owner, CooperationStatus.OPEN)
    assert events("cooperation.proposed") == [{"cooperation": "offer"}]


@pytest.mark.parametrize("whom", ["other", "everybody"])
def test_the_responsible_administration_seeks_one_or_all(measure, owner, other, insider, whom):
    addressee = other if whom == "other" else None

    wanted = propose_cooperation(
        measure, kind=SEEK, sender=owner, addressee=addressee, text="Wer?", by=insider
    )

    assert wanted.addressee == addressee


def test_who_is_not_responsible_cannot_seek_and_who_is_cannot_offer(
    measure, owner, other, insider, outsider
):
    for kind, sender, by in [(SEEK, other, outsider), (OFFER, owner, insider)]:
        with pytest.raises(NotPossible):
            propose_cooperation(measure, kind=kind, sender=sender, text="x", by=by)
    with pytest.raises(NotPossible):
        propose_cooperation(measure, kind=SEEK, sender=owner, addressee=owner, text="x", by=insider)
    assert not CooperationRequest.objects.exists()


def test_nobody_offers_on_a_measure_that_nobody_answers_for(measure, other, outsider):
    measure.responsible_administration = None
    measure.save()

    with pytest.raises(NotPossible):
        propose_cooperation(measure, kind=OFFER, sender=other, text="x", by=outsider)


def test_the_same_request_waits_once(measure, owner, other, insider, offer, outsider):
    with pytest.raises(AskedAlready):
        propose_cooperation(measure, kind=OFFER, sender=other, text="Noch einmal", by=outsider)
    propose_cooperation(measure, kind=SEEK, sender=owner, text="Wer?", by=insider)
    with pytest.raises(AskedAlready):
        propose_cooperation(measure, kind=SEEK, sender=owner, text="Wer?", by=insider)
    with pytest.raises(IntegrityError), transaction.atomic():
        CooperationRequest.objects.create(measure=measure, kind=SEEK, sender=owner, text="Wer?")


@pytest.mark.parametrize(
    ("accept", "status"),
    [(True, CooperationStatus.ACCEPTED), (False, CooperationStatus.DECLINED)],
)
def test_an_answer_decides_once(offer, insider, accept, status):
    answered = answer_cooperation(offer, accept=accept, answer="Gern <b>", by=insider)

    assert (answered.status, answered.answer, answered.decided_by) == (status, "Gern <b>", insider)
    assert len(events(f"cooperation.{status}")) == 1
    for again in (
        lambda: answer_cooperation(offer, accept=True, answer="x", by=insider),
        lambda: withdraw_cooperation(offer, by=insider),
    ):
        with pytest.raises(IllegalTransition):
            again()


def test_after_an_answer_one_may_ask_again(offer, measure, other, insider, outsider):
    answer_cooperation(offer, accept=False, answer="Nicht jetzt.", by=insider)

    propose_cooperation(measure, kind=OFFER, sender=other, text="Und jetzt?", by=outsider)

    assert CooperationRequest.objects.count() == 2


# What readers see


def test_the_measure_shows_who_offers_what_in_every_language(client, home, measure, offer):
    english = MeasureFactory(
        parent=MeasureIndexFactory(parent=HomeFactory(language="en")),
        slug="daten",
        translation_key=measure.translation_key,
    )

    entry = shown(client).select_one("#zusammenarbeit .gdb-update")

    assert "bietet Zusammenarbeit an" in entry.h3.get_text()
    assert entry.select_one(".gdb-prose").get_text(strip=True) == HOSTILE
    assert "wartet auf Antwort" in entry.get_text()
    assert shown(client, f"/en/massnahmen/{english.slug}/").select("#zusammenarbeit")


def test_a_yes_is_public_with_its_words_and_a_no_is_not(
    client, measure, offer, owner, other, insider, outsider
):
    answer_cooperation(offer, accept=True, answer=HOSTILE, by=insider)
    refused = propose_cooperation(measure, kind=OFFER, sender=other, text="Zweite", by=outsider)
    answer_cooperation(refused, accept=False, answer="Geheimes Nein", by=insider)

    section = shown(client).select_one("#zusammenarbeit").get_text(" ", strip=True)

    assert "Zugesagt am" in section
    assert HOSTILE in section
    assert "Zweite" not in section
    assert "Geheimes Nein" not in section


def test_what_was_withdrawn_is_gone(client, offer, outsider):
    assert shown(client).select("#zusammenarbeit")

    withdraw_cooperation(offer, by=outsider)

    assert shown(client).select("#zusammenarbeit") == []


def test_no_person_is_named(client, offer, insider, outsider):
    answer_cooperation(offer, accept=True, answer="Ja.", by=insider)

    page = shown(client).get_text()

    assert "outsider" not in page
    assert "insider" not in page


def test_many_requests_cost_no_more_questions_than_one(client, measure, owner, offer, insider):
    def asked():
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/massnahmen/daten/").status_code == 200
        return len(queries)

    asked()
    one = asked()
    for number in range(5):
        propose_cooperation(
            measure,
            kind=SEEK,
            sender=owner,
            addressee=AdministrationFactory(slug=f"amt-{number}"),
            text="x",
            by=insider,
        )

    assert asked() == one <= 12


# The desk


def form(measure, sender, **values):
    return {
        "measure": measure.pk, "sender": sender.pk, "kind": "offer", "addressee": "",
        "text": HOSTILE, **values,
    }  # fmt: skip


def test_an_official_offers_at_the_desk(client, measure, owner, other, outsider):
    client.force_login(outsider)

    answer = client.post(DESK, form(measure, other), follow=True)

    request = CooperationRequest.objects.get()
    assert (request.sender, request.addressee, request.text) == (other, owner, HOSTILE)
    assert "Das steht jetzt auf der Seite der Maßnahme." in answer.content.decode()


def test_nobody_speaks_for_an_administration_that_is_not_theirs(
    client, measure, owner, other, outsider
):
    client.force_login(outsider)

    answer = client.post(DESK, form(measure, owner, kind="seek"))

    assert answer.status_code == 422
    assert not CooperationRequest.objects.exists()


@pytest.mark.parametrize("wrong", [{"text": ""}, {"kind": "x"}, {"measure": "0"}, {"kind": "seek"}])
def test_a_wrong_form_changes_nothing_and_keeps_the_words(client, measure, other, outsider, wrong):
    client.force_login(outsider)

    answer = client.post(DESK, form(measure, other, text="Mein Angebot") | wrong)

    assert answer.status_code == 422
    assert not CooperationRequest.objects.exists()
    assert wrong.get("text") == "" or "Mein Angebot" in answer.content.decode()


def test_asking_twice_is_refused_in_words(client, measure, other, outsider, offer):
    client.force_login(outsider)

    answer = client.post(DESK, form(measure, other))

    assert "wartet schon auf Antwort" in answer.content.decode()
    assert CooperationRequest.objects.count() == 1


def test_the_other_side_finds_it_waiting_and_answers(client, offer, insider):
    client.force_login(insider)
    assert "Anfragen zur Zusammenarbeit" in client.get("/cms/").content.decode()
    assert "bietet Zusammenarbeit an" in client.get(DESK).content.decode()

    client.post(f"{DESK}{offer.pk}/antworten/", {"accept": "ja", "answer": "Gern."})

    offer.refresh_from_db()
    assert (offer.status, offer.answer) == (CooperationStatus.ACCEPTED, "Gern.")


@pytest.mark.parametrize("wrong", [{"accept": ""}, {"answer": ""}])
def test_an_answer_without_yes_or_no_or_words_is_refused(client, offer, insider, wrong):
    client.force_login(insider)

    answer = client.post(
        f"{DESK}{offer.pk}/antworten/", {"accept": "ja", "answer": "Mein Satz", **wrong}
    )

    assert answer.status_code == 422
    offer.refresh_from_db()
    assert offer.status == CooperationStatus.OPEN


def test_only_the_two_sides_decide(client, offer, insider, outsider, official):
    ways = {
        "antworten": {"accept": "ja", "answer": "x"},
        "zurueckziehen": {},
    }
    for person, way in [
        (outsider, "antworten"),
        (insider, "zurueckziehen"),
        (official, "antworten"),
        (official, "zurueckziehen"),
    ]:
        client.force_login(person)
        assert client.post(f"{DESK}{offer.pk}/{way}/", ways[way]).status_code == 404

    offer.refresh_from_db()
    assert offer.status == CooperationStatus.OPEN


def test_the_sender_takes_it_back_once(client, offer, outsider):
    client.force_login(outsider)
    address = f"{DESK}{offer.pk}/zurueckziehen/"

    first = client.post(address, follow=True)
    second = client.post(address, follow=True)

    assert "Zurückgezogen." in first.content.decode()
    assert "inzwischen entschieden" in second.content.decode()
    assert client.get(address).status_code == 405


@pytest.mark.parametrize("role", ["editor", "publisher", "moderator", "citizen"])
def test_the_desk_is_for_officials(client, role, request):
    client.force_login(request.getfixturevalue(role))

    assert client.get(DESK).status_code in {302, 403}


def test_an_official_of_no_administration_can_offer_nothing(client, measure, other):
    client.force_login(UserFactory(pseudonym="Lose", roles=["official"]))

    assert client.get(DESK).status_code == 200
    assert client.post(DESK, form(measure, other)).status_code == 422
    assert not CooperationRequest.objects.exists()


def test_an_account_that_goes_leaves_the_request(offer, outsider):
    outsider.delete()

    offer.refresh_from_db()
    assert offer.proposed_by is None
