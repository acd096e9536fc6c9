"""Voluntary questions: counted once per person, never found again."""

import re
import threading

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.db.models import ForeignKey, OneToOneField
from django.urls import reverse

from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.services.deletion import delete_account
from gdb_portal.core.cache import ForgivingRedisCache
from gdb_portal.core.models import Event
from participation.demographics.exceptions import (
    AlreadyAnswered,
    NoSuchOption,
    NotAsked,
    NotCounted,
    TookNoPart,
)
from participation.demographics.models import AnswerCount, AnsweredMark, Questionnaire
from participation.demographics.own_data import export_marks
from participation.demographics.services import (
    answer,
    decide_to_ask,
    has_answered,
    keep_answers,
)
from participation.demographics.tasks import keep_answers as job
from participation.models import Topic, TopicPhase
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory, VoteFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("Q2")]

ANSWERS = {"bezirk": "mitte", "alter": "18-29", "geschlecht": "divers"}


@pytest.fixture
def asking(topic, publisher, districts):
    decide_to_ask(topic, "public", by=publisher)
    return topic


@pytest.fixture
def districts(db):
    from tests.factories.strategy import DistrictFactory

    return [DistrictFactory(slug="mitte", name="Mitte"), DistrictFactory(slug="pankow")]


def somebody(topic):
    return VoteFactory(topic=topic).voter


def end(topic):
    TopicPhase.objects.filter(topic=topic).update(ends_at=topic.created_at)


def counts():
    return {
        f"{row.question}:{row.option}": row.number
        for row in AnswerCount.objects.order_by("question", "option")
    }


def test_answers_reach_the_table_when_five_people_have_answered(asking):
    for number in range(4):
        answer(asking, by=somebody(asking), answers={"bezirk": "mitte" if number else "pankow"})
    assert (keep_answers(), counts()) == (0, {})

    answer(asking, by=somebody(asking), answers=ANSWERS)

    assert keep_answers() == 5
    assert counts() == {
        "alter:18-29": 1,
        "bezirk:mitte": 4,
        "bezirk:pankow": 1,
        "geschlecht:divers": 1,
    }
    assert Questionnaire.objects.get().people_count == 5
    assert keep_answers() == 0


def test_the_next_five_are_added(asking):
    for _person in range(10):
        answer(asking, by=somebody(asking), answers={"alter": "ab-65"})
        keep_answers()

    assert counts() == {"alter:ab-65": 10}
    assert Questionnaire.objects.get().people_count == 10


def test_each_question_can_be_left_out_and_leaving_out_all_leaves_no_mark(asking, citizen):
    CommentFactory(topic=asking, author=citizen)

    nothing = answer(asking, by=citizen, answers={"bezirk": "", "alter": ""})
    assert (nothing, has_answered(asking, citizen)) == (False, False)
    something = answer(asking, by=citizen, answers={"alter": "30-44"})

    assert (something, has_answered(asking, citizen)) == (True, True)


def test_nobody_answers_twice_at_one_topic(asking, publisher, citizen):
    other = TopicFactory()
    decide_to_ask(other, "internal", by=publisher)
    for one in (asking, other):
        VoteFactory(topic=one, voter=citizen)
        answer(one, by=citizen, answers=ANSWERS)

    with pytest.raises(AlreadyAnswered):
        answer(asking, by=citizen, answers={"bezirk": "pankow"})

    assert AnsweredMark.objects.count() == 2


def test_a_new_secret_key_lets_nobody_answer_again_while_the_old_one_is_known(
    asking, citizen, settings
):
    VoteFactory(topic=asking, voter=citizen)
    answer(asking, by=citizen, answers=ANSWERS)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    with pytest.raises(AlreadyAnswered):
        answer(asking, by=citizen, answers=ANSWERS)


@pytest.mark.parametrize(
    "answers",
    [
        {"bezirk": "atlantis"},
        {"alter": "<script>alert(1)</script>"},
        {"einkommen": "viel"},
        {"people": "7"},
        {"bezirk": "mitte", "alter": "18-29:x"},
    ],
    ids=str,
)
def test_only_known_answers_are_counted(asking, citizen, answers):
    VoteFactory(topic=asking, voter=citizen)

    with pytest.raises(NoSuchOption):
        answer(asking, by=citizen, answers=answers)

    assert not AnsweredMark.objects.exists()


def test_only_who_took_part_is_asked_and_only_while_taking_part_lasts(topic, publisher, citizen):
    VoteFactory(topic=topic, voter=citizen)
    with pytest.raises(NotAsked):
        answer(topic, by=citizen, answers={"alter": "18-29"})
    decide_to_ask(topic, "internal", by=publisher)
    with pytest.raises(TookNoPart):
        answer(topic, by=UserFactory(), answers={"alter": "18-29"})
    end(topic)

    with pytest.raises(NotAsked):
        answer(Topic.objects.get(), by=citizen, answers={"alter": "18-29"})


@pytest.mark.req("R01")
def test_without_a_cache_nothing_is_said_to_be_counted(asking, citizen, monkeypatch):
    VoteFactory(topic=asking, voter=citizen)
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", float("inf"))

    with pytest.raises(NotCounted):
        answer(asking, by=citizen, answers=ANSWERS)
    job()

    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", 0.0)
    assert not has_answered(asking, citizen)
    assert answer(asking, by=citizen, answers=ANSWERS)


@pytest.mark.req("P12", "P25")
def test_no_row_ties_an_answer_to_a_person_or_to_what_they_said(asking, citizen):
    """The tables have no way to a person, a contribution or a moment; only topics."""
    models = list(apps.get_app_config("demographics").get_models())
    ways = {
        field.related_model
        for model in models
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField)
    }
    back = {
        field.name
        for field in get_user_model()._meta.get_fields()
        if field.is_relation and field.related_model in models
    }
    moments = [
        field.name
        for model in (Questionnaire, AnswerCount, AnsweredMark)
        for field in model._meta.get_fields()
        if "Date" in field.get_internal_type() or "Time" in field.get_internal_type()
    ]

    assert {model.__name__ for model in ways} == {"Topic", "PopulationSource"}
    assert (back, moments) == (set(), [])


@pytest.mark.req("P12")
def test_a_mark_holds_neither_the_person_nor_the_answer(asking, citizen):
    VoteFactory(topic=asking, voter=citizen)
    answer(asking, by=citizen, answers=ANSWERS)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM demographics_answeredmark")
        [row] = cursor.fetchall()

    digest, topic = row
    assert re.fullmatch(r"[0-9a-f]{64}", digest)
    assert topic == asking.pk
    assert Event.objects.filter(by=citizen).count() == 0


@pytest.mark.req("P12")
def test_deleting_the_account_deletes_the_mark_and_leaves_the_sums(asking, citizen):
    others = [somebody(asking) for _person in range(4)]
    VoteFactory(topic=asking, voter=citizen)
    for person in (citizen, *others):
        answer(asking, by=person, answers=ANSWERS)
    keep_answers()

    delete_account(citizen, farewell=Farewell.ANONYMISE)

    assert AnsweredMark.objects.count() == 4
    assert counts()["bezirk:mitte"] == 5


@pytest.mark.req("P11")
def test_ones_own_data_say_that_one_answered_and_not_what(asking, citizen):
    VoteFactory(topic=asking, voter=citizen)
    assert export_marks(citizen) == []
    answer(asking, by=citizen, answers=ANSWERS)

    [row] = export_marks(citizen)

    assert row["Thema"] == asking.title
    assert "divers" not in str(row)


@pytest.mark.req("P14")
def test_when_the_topic_ends_the_marks_go_and_the_last_few_are_not_counted(asking):
    for _person in range(7):
        answer(asking, by=somebody(asking), answers={"alter": "18-29"})
        keep_answers()
    end(asking)

    keep_answers()

    assert counts() == {"alter:18-29": 5}
    assert not AnsweredMark.objects.exists()
    assert cache.take_counts(f"demographics:{asking.pk}") == {}


def test_deciding_is_told_once_in_the_record(topic, publisher):
    decide_to_ask(topic, "public", by=publisher)
    decide_to_ask(topic, "public", by=publisher)
    decide_to_ask(topic, "off", by=publisher)

    told = Event.objects.of_kind("topic.demographics_changed").order_by("pk")
    assert [event.by for event in told] == [publisher, publisher]


def test_the_form_counts_once_and_says_so(client, asking, citizen):
    VoteFactory(topic=asking, voter=citizen)
    client.force_login(citizen)
    address = reverse("demographics:questions", args=[asking.slug])
    topic_page = BeautifulSoup(client.get(asking.url).content, "html.parser")
    assert topic_page.select_one("#angaben") is not None

    form = BeautifulSoup(client.get(address).content, "html.parser")
    sent = client.post(address, ANSWERS)
    again = client.post(address, ANSWERS)
    seen = client.get(address).content.decode()

    assert [one["value"] for one in form.select("select[name=bezirk] option")] == [
        "", "mitte", "pankow",
    ]  # fmt: skip
    assert not form.select("[required], [checked]:not([value=''])")
    assert (sent.status_code, sent.url) == (302, asking.url)
    assert again.status_code == 409
    assert '<form method="post" class="gdb-form"' not in seen
    assert "divers" not in seen
    assert BeautifulSoup(client.get(asking.url).content, "html.parser").select("#angaben") == []


def test_the_form_refuses_what_it_did_not_offer(client, asking, citizen):
    VoteFactory(topic=asking, voter=citizen)
    client.force_login(citizen)
    address = reverse("demographics:questions", args=[asking.slug])

    refused = client.post(address, {"bezirk": "<script>", "alter": "\0"})

    assert refused.status_code == 422
    assert b"<script>alert" not in refused.content
    assert not AnsweredMark.objects.exists()
    assert client.delete(address).status_code == 405


def test_nobody_is_asked_where_the_topic_does_not(client, topic, citizen):
    VoteFactory(topic=topic, voter=citizen)
    address = reverse("demographics:questions", args=[topic.slug])
    assert client.get(address).url.startswith("/konto/login/")
    client.force_login(citizen)

    assert client.get(address).status_code == 404
    assert b'id="angaben"' not in client.get(topic.url).content


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.req("F05")
def test_two_windows_at_once_count_one_answer(topic, publisher, citizen):
    decide_to_ask(topic, "internal", by=publisher)
    VoteFactory(topic=topic, voter=citizen)
    barrier = threading.Barrier(2)
    said = []

    def window():
        barrier.wait(timeout=20)
        try:
            answer(topic, by=citizen, answers={"alter": "18-29"})
            said.append("counted")
        except AlreadyAnswered:
            said.append("refused")
        finally:
            connection.close()

    windows = [threading.Thread(target=window) for _number in range(2)]
    for one in windows:
        one.start()
    for one in windows:
        one.join(timeout=60)

    assert sorted(said) == ["counted", "refused"]
    assert cache.take_counts(f"demographics:{topic.pk}") == {"alter:18-29": 1, "people": 1}
