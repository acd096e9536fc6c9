"""Polls: one sheet per person, whatever happens at once; secret; closed with the phase."""

import datetime as dt
import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gdb_portal.accounts.enums import Farewell
from gdb_portal.core.models import Event
from participation.enums import PhaseKind, QuestionKind
from participation.exceptions import InvalidAnswer, PhaseClosed, PollChanged
from participation.models import Poll, PollChoice, PollQuestion, PollSheet, PollText, TopicPhase
from participation.own_data import export_polls, forget_poll_texts
from participation.services.poll import answer_poll, withdraw_sheet
from participation.services.snapshot import freeze_result, verify
from tests.factories.accounts import UserFactory
from tests.factories.participation import TopicFactory
from tests.factories.polls import PollFactory, fill_in, questions_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("B4")]


@pytest.fixture
def poll():
    return PollFactory()


def chosen(poll):
    rows = PollChoice.objects.filter(sheet__poll=poll).order_by("question__sort_order", "option")
    return list(rows.values_list("question__sort_order", "option"))


def test_a_sheet_says_what_was_sent_last(poll, citizen):
    fill_in(poll, by=citizen, first=1, several=(1, 2), text="Erst <b>so</b>.")
    fill_in(poll, by=citizen, first=2, several=(), text="")

    assert PollSheet.objects.get().person == citizen
    assert chosen(poll) == [(0, 2)]
    assert PollText.objects.count() == 0
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": 4},
        {"first": 0, "several": (1, 2, 3)},
        {"several": (0,)},
        {"several": (4,)},
        {"text": "x" * 1001},
    ],
)
def test_an_answer_that_the_question_does_not_offer_changes_nothing(poll, citizen, wrong):
    one, many, own = questions_of(poll)
    fill_in(poll, by=citizen, first=1)
    said = {"first": 2, "several": (1,), "text": "", **wrong}
    answers = {one.pk: [said["first"]] if said["first"] else [], many.pk: said["several"]}

    with pytest.raises(InvalidAnswer):
        answer_poll(
            poll, by=citizen, answers={**answers, own.pk: said["text"]}, read=poll.fingerprint()
        )

    assert chosen(poll) == [(0, 1), (1, 1)]


def test_two_answers_to_a_question_with_one_are_refused(poll, citizen):
    one = questions_of(poll)[0]

    with pytest.raises(InvalidAnswer):
        answer_poll(poll, by=citizen, answers={one.pk: [1, 2]}, read=poll.fingerprint())


def test_a_question_of_another_poll_is_refused(poll, citizen):
    foreign = questions_of(PollFactory())[0]

    with pytest.raises(InvalidAnswer):
        answer_poll(poll, by=citizen, answers={foreign.pk: [1]}, read=poll.fingerprint())


@pytest.mark.parametrize("kind", [QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.TEXT])
def test_what_must_be_answered_must_be_answered(citizen, kind):
    options = "" if kind == QuestionKind.TEXT else "Ja\nNein"
    poll = PollFactory(questions=[{"kind": kind, "options": options, "is_required": True}])
    question = questions_of(poll)[0]

    for nothing in ({}, {question.pk: "   " if question.is_text else []}):
        with pytest.raises(InvalidAnswer):
            answer_poll(poll, by=citizen, answers=nothing, read=poll.fingerprint())

    assert PollSheet.objects.count() == 0


def test_nobody_answers_what_they_did_not_read(poll, citizen):
    read = poll.fingerprint()
    PollQuestion.objects.filter(poll=poll, sort_order=0).update(options="Nein\nJa")

    with pytest.raises(PollChanged):
        answer_poll(poll, by=citizen, answers={}, read=read)


def test_a_person_takes_everything_back(poll, citizen, other_citizen):
    fill_in(poll, by=citizen, text="Weg damit")
    fill_in(poll, by=other_citizen)

    withdraw_sheet(poll, by=citizen)

    assert [sheet.person for sheet in PollSheet.objects.all()] == [other_citizen]
    assert PollText.objects.count() == 0


@pytest.mark.parametrize(
    ("phase", "only", "is_open"),
    [
        (PhaseKind.COMMENT, "", True),
        (PhaseKind.VOTE, "", True),
        (PhaseKind.COMMENT, PhaseKind.COMMENT, True),
        (PhaseKind.COMMENT, PhaseKind.VOTE, False),
        (PhaseKind.VOTE, PhaseKind.COMMENT, False),
        (PhaseKind.REVIEW, "", False),
        (PhaseKind.INFORM, "", False),
    ],
)
def test_a_poll_is_open_in_its_phase_only(citizen, phase, only, is_open):
    poll = PollFactory(topic=TopicFactory(phase=phase), phase_kind=only)

    assert poll.is_open() == is_open
    if is_open:
        fill_in(poll, by=citizen)
    else:
        with pytest.raises(PhaseClosed):
            fill_in(poll, by=citizen)
        with pytest.raises(PhaseClosed):
            withdraw_sheet(poll, by=citizen)
    assert PollSheet.objects.exists() == is_open


def test_a_draft_takes_no_answers(citizen):
    for poll in (PollFactory(live=False), PollFactory(topic__live=False)):
        with pytest.raises(PhaseClosed):
            fill_in(poll, by=citizen)


def test_the_database_keeps_answered_questions_as_they_were(poll, citizen):
    PollQuestion.objects.filter(poll=poll, sort_order=0).update(text="Noch änderbar")
    fill_in(poll, by=citizen)
    question = questions_of(poll)[0]
    # What Wagtail does when a poll is published again.
    question.save()

    for change in (
        lambda: PollQuestion.objects.filter(pk=question.pk).update(options="Nein\nJa"),
        lambda: PollQuestion.objects.create(poll=poll, text="Noch eine", options="Ja\nNein"),
        lambda: PollQuestion.objects.filter(poll=poll, kind=QuestionKind.TEXT).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.req("F17", "F19")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sent_many_times_at_once_there_is_one_sheet():
    poll, person = PollFactory(), UserFactory()
    start, errors = threading.Barrier(12), []

    def send(number):
        try:
            start.wait()
            if number % 4 == 3:
                withdraw_sheet(poll, by=person)
            else:
                fill_in(poll, by=person, first=number % 4 + 1, several=(1, 2), text="Text")
        except Exception as error:  # noqa: BLE001  the test looks at them
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fill_in(poll, by=person, first=2, several=(3,), text="Zuletzt")

    assert errors == []
    assert PollSheet.objects.count() == 1
    assert chosen(poll) == [(0, 2), (1, 3)]
    assert PollText.objects.get().text == "Zuletzt"


@pytest.mark.req("F20")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_answer_at_the_closing_instant_is_in_the_frozen_result_or_refused():
    poll = PollFactory()
    topic = poll.topic
    fill_in(poll, first=1, several=())
    inside, frozen = threading.Event(), []

    def close_and_freeze():
        inside.wait()
        TopicPhase.objects.filter(topic=topic).update(ends_at=timezone.now())
        frozen.append(freeze_result(topic))
        connection.close()

    freezing = threading.Thread(target=close_and_freeze)
    freezing.start()
    with transaction.atomic():
        fill_in(poll, first=2, several=())
        inside.set()
        # Freezing waits for this transaction; it can't have finished meanwhile.
        freezing.join(timeout=0.3)
        assert frozen == []
    freezing.join()

    first = questions_of(poll)[0].pk
    assert frozen[0].counts["polls"] == {f"{first}/1": 1, f"{first}/2": 1}
    assert verify(topic) == []
    with pytest.raises(PhaseClosed):
        fill_in(poll)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_editors_wait_for_answers_that_are_being_given():
    poll = PollFactory()
    question = questions_of(poll)[0].pk
    inside, refused = threading.Event(), []

    def change():
        inside.wait()
        try:
            PollQuestion.objects.filter(pk=question).update(options="Nein\nJa")
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    changing = threading.Thread(target=change)
    changing.start()
    with transaction.atomic():
        fill_in(poll)
        inside.set()
        changing.join(timeout=0.3)
    changing.join()

    assert len(refused) == 1
    assert PollSheet.objects.count() == 1


@pytest.mark.req("S39")
def test_recounting_finds_a_changed_answer(poll, topic):
    for first in (1, 1, 2):
        fill_in(poll, first=first)
    TopicPhase.objects.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    freeze_result(poll.topic)
    assert verify(poll.topic) == []

    PollChoice.objects.filter(option=2).update(option=3)

    assert "the votes are not those that were frozen" in verify(poll.topic)


def test_own_answers_are_handed_out_and_words_go_with_the_account(poll, citizen, other_citizen):
    fill_in(poll, by=citizen, first=2, several=(1, 3), text="Nur für euch")
    fill_in(poll, by=other_citizen, text="Bleibt")

    assert export_polls(citizen)[0]["Antworten"] == {
        "<i>Frage</i> 0": ["<b>Nein</b>"],
        "<i>Frage</i> 1": ["Rot", "Blau"],
        "<i>Frage</i> 2": ["Nur für euch"],
    }
    forget_poll_texts(citizen, Farewell.ANONYMISE)

    assert [text.text for text in PollText.objects.all()] == ["Bleibt"]
    citizen.delete()
    assert PollSheet.objects.filter(poll=poll, person=None).count() == 1
    assert (0, 2) in chosen(poll)
    assert Poll.objects.count() == 1
