"""Deadlines: moved for a public reason, reminded of once, escalated, and never missed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.cases.enums import DeadlineStep
from participation.cases.exceptions import DeadlineOver, DeadlineTooFar
from participation.cases.models import Case, EscalationContact, ReachedStep
from participation.cases.services import (
    extend_deadline,
    publish_answer,
    record_absence,
    remind_and_escalate,
    take_on_case,
)
from participation.cases.tasks import watch_deadlines
from participation.services.comment import publish_comment
from participation.working_days import subtract_working_days, working_days_between
from tests.factories.participation import AdministrationFactory, CommentFactory

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
# A Wednesday without holidays around it.
DUE = dt.date(2027, 6, 16)


def at(day, hour=9):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=BERLIN)


@pytest.fixture
def due_case(case):
    case.due_on = DUE
    case.save()
    return case


@pytest.fixture
def chancellery(db):
    return AdministrationFactory(slug="skzl", email="kanzlei@example.org")


def told():
    return [
        (mail.kind, mail.address or mail.recipient.email)
        for mail in OutboxMail.objects.filter(kind__startswith="case_").order_by("created_at")
    ]


def test_steps_come_on_working_days_around_the_deadline(due_case, chancellery):
    EscalationContact.objects.create(
        administration=due_case.administration, email="leitung@example.org"
    )
    reached = {}

    day = DUE - dt.timedelta(days=20)
    while day < DUE + dt.timedelta(days=60):
        for notice in remind_and_escalate(at(day)):
            reached[notice.step] = day
        day += dt.timedelta(days=1)

    assert reached == {
        DeadlineStep.SOON: dt.date(2027, 6, 9),
        DeadlineStep.TODAY: DUE,
        DeadlineStep.UNIT: dt.date(2027, 6, 23),
        DeadlineStep.CHANCELLERY: dt.date(2027, 7, 7),
    }
    own = due_case.administration.email
    assert told() == [
        ("case_reminder", own),
        ("case_reminder", own),
        ("case_escalation", "leitung@example.org"),
        ("case_escalation", "kanzlei@example.org"),
    ]


def test_looking_many_times_tells_once(due_case):
    for _ in range(3):
        remind_and_escalate(at(DUE))

    assert len(told()) == 1


def test_days_on_which_nothing_ran_are_made_up_for(due_case, chancellery):
    # Nobody looked since before the first reminder, until three weeks after the deadline.
    remind_and_escalate(at(DUE + dt.timedelta(days=28)))

    told_of = {reached.step: reached.notice is not None for reached in ReachedStep.objects.all()}
    assert told_of == {"soon": False, "today": True, "unit": True, "chancellery": True}
    assert len(told()) == 3


@pytest.mark.parametrize(
    "moment",
    [at(dt.date(2027, 6, 12)), at(DUE, hour=6), at(DUE, hour=19), at(dt.date(2027, 3, 8))],
    ids=["saturday", "early", "late", "holiday"],
)
def test_nobody_is_reminded_outside_working_hours(due_case, moment):
    due_case.due_on = moment.date() - dt.timedelta(days=1)
    due_case.save()

    assert remind_and_escalate(moment) == []


def test_an_answered_case_is_not_reminded_of(due_case, official):
    publish_answer(due_case, by=official, text="Erledigt.")

    assert remind_and_escalate(at(DUE)) == []


def test_a_reminder_that_lost_its_cause_is_not_sent(due_case, official):
    remind_and_escalate(at(DUE))
    publish_answer(due_case, by=official, text="Gerade noch.")

    mail = OutboxMail.objects.get(kind="case_reminder")
    assert compose(mail, KINDS[mail.kind]) is None


def test_a_reminder_names_case_author_and_deadline(due_case):
    remind_and_escalate(at(DUE))

    mail = OutboxMail.objects.get(kind="case_reminder")
    with time_machine.travel(at(DUE), tick=False):
        message = compose(mail, KINDS[mail.kind])
    assert message.subject == "Heute fällig: 1 Antwort"
    assert due_case.number in message.body
    assert due_case.comment.author.pseudonym in message.body
    assert due_case.comment.author.email not in message.body


def test_many_cases_of_one_day_make_one_mail(due_case, topic):
    for _ in range(3):
        publish_comment(CommentFactory(topic=topic, wants_answer=True), by=None)
    Case.objects.update(due_on=DUE)

    remind_and_escalate(at(DUE))

    assert len(told()) == 1


def test_whoever_works_on_it_is_reminded_too(due_case, official):
    take_on_case(due_case, by=official)

    remind_and_escalate(at(DUE))

    assert told() == [
        ("case_reminder", due_case.administration.email),
        ("case_reminder", official.email),
    ]


def test_while_away_the_deputy_is_reminded(due_case, official, colleague):
    take_on_case(due_case, by=official)
    record_absence(official, starts_on=DUE, ends_on=DUE, deputy=colleague)

    remind_and_escalate(at(DUE))

    assert ("case_reminder", colleague.email) in told()
    assert ("case_reminder", official.email) not in told()


def test_a_longer_deadline_is_reminded_of_anew(due_case, official):
    remind_and_escalate(at(DUE - dt.timedelta(days=3)))
    with time_machine.travel(at(DUE), tick=False):
        extend_deadline(
            due_case, to=dt.date(2027, 7, 14), reason="Das Gutachten fehlt noch.", by=official
        )

    assert remind_and_escalate(at(DUE)) == []
    assert [n.step for n in remind_and_escalate(at(dt.date(2027, 7, 7)))] == ["soon"]


def test_an_extension_keeps_the_reason(due_case, official):
    with time_machine.travel(at(DUE), tick=False):
        extend_deadline(due_case, to=dt.date(2027, 7, 1), reason="Wir messen noch.", by=official)

    extension = due_case.extensions.get()
    assert (extension.before, extension.after, extension.reason) == (
        DUE,
        dt.date(2027, 7, 1),
        "Wir messen noch.",
    )


def test_a_deadline_that_passed_stays_passed(due_case, official):
    with (
        time_machine.travel(at(DUE + dt.timedelta(days=1)), tick=False),
        pytest.raises(DeadlineOver),
    ):
        extend_deadline(due_case, to=dt.date(2027, 7, 14), reason="Zu spät bemerkt", by=official)


@pytest.mark.parametrize("to", [DUE, dt.date(2027, 6, 1), dt.date(2027, 12, 1)])
def test_a_deadline_moves_later_and_not_too_far(due_case, official, to):
    with time_machine.travel(at(dt.date(2027, 5, 20)), tick=False), pytest.raises(DeadlineTooFar):
        extend_deadline(due_case, to=to, reason="Irgendein Grund", by=official)


def test_an_answered_case_is_not_extended(due_case, official):
    publish_answer(due_case, by=official, text="Schon da.")

    with pytest.raises(IllegalTransition):
        extend_deadline(due_case, to=dt.date(2027, 7, 14), reason="Egal warum", by=official)


@pytest.mark.req("R02")
def test_the_alarm_clock_may_ring_twice(due_case):
    with time_machine.travel(at(DUE), tick=False):
        watch_deadlines()
        watch_deadlines()

    assert len(told()) == 1


def test_working_days_are_counted_both_ways():
    # Ascension Day 2027 is 6 May, Whit Monday 17 May.
    assert subtract_working_days(dt.date(2027, 5, 7), 1) == dt.date(2027, 5, 5)
    assert working_days_between(dt.date(2027, 5, 5), dt.date(2027, 5, 18)) == 7
