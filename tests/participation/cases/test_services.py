"""Cases: who answers, until when, and what happens when plans change."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.models import OutboxMail
from participation.cases.enums import CaseStatus
from participation.cases.models import Answer, Case
from participation.cases.services import draft_answer, hand_over, open_case, publish_answer
from participation.services.comment import publish_comment, withdraw_comment
from participation.working_days import add_working_days, is_working_day
from tests.factories.participation import AdministrationFactory, CommentFactory

pytestmark = pytest.mark.django_db


def test_womens_day_is_no_working_day_in_berlin():
    assert not is_working_day(dt.date(2027, 3, 8))
    assert is_working_day(dt.date(2027, 3, 9))


def test_working_days_leave_out_weekends_and_holidays():
    # Thursday before Easter 2027: Good Friday, the weekend and Easter Monday do not count.
    assert add_working_days(dt.date(2027, 3, 25), 1) == dt.date(2027, 3, 30)


def test_the_deadline_counts_working_days_from_publication(topic, citizen):
    with time_machine.travel(dt.datetime(2026, 12, 1, 22, 30, tzinfo=dt.UTC), tick=False):
        comment = CommentFactory(topic=topic, author=citizen, wants_answer=True)
        publish_comment(comment, by=None)

    # Published at 23:30 in Berlin on 1 December; twenty working days with Christmas and New Year.
    assert Case.objects.get().due_on == dt.date(2026, 12, 30)


def test_case_numbers_have_no_gaps_within_a_year(topic):
    comments = [CommentFactory(topic=topic, wants_answer=True) for _ in range(3)]

    for comment in comments:
        publish_comment(comment, by=None)

    year = timezone.localdate().year
    numbers = list(Case.objects.order_by("pk").values_list("number", flat=True))
    assert numbers == [f"GDB-{year}-{n:06d}" for n in (1, 2, 3)]


def test_opening_a_case_twice_gives_the_same_case(case):
    assert open_case(case.comment, by=None) == case


def test_an_answer_closes_the_case_and_tells_the_author(case, official, citizen):
    publish_answer(case, by=official, text="Wir machen das bis Mai.")

    case.refresh_from_db()
    mail = OutboxMail.objects.get(kind="answer_published")
    assert case.status == CaseStatus.ANSWERED
    assert case.answer.administration == case.administration
    assert mail.recipient == citizen


def test_a_draft_is_kept_and_not_public(case, official):
    draft_answer(case, by=official, text="Erste Fassung")
    draft_answer(case, by=official, text="Zweite Fassung")

    answer = Answer.objects.get()
    assert (answer.text, answer.is_published) == ("Zweite Fassung", False)


def test_an_answered_case_is_not_answered_again(case, official):
    publish_answer(case, by=official, text="So.")

    with pytest.raises(IllegalTransition):
        publish_answer(case, by=official, text="Oder so.")

    assert Answer.objects.get().text == "So."


def test_handing_over_keeps_the_deadline_and_the_reason(case, official):
    other = AdministrationFactory()
    due_on = case.due_on

    hand_over(case, to=other, reason="Die Straße gehört dem Bezirk.", by=official)

    case.refresh_from_db()
    assert (case.administration, case.due_on, case.status) == (other, due_on, CaseStatus.FORWARDED)
    assert case.hand_overs.get().reason == "Die Straße gehört dem Bezirk."
    assert Event.objects.of_kind("case.forwarded").get().data["administration"] == other.pk


def test_a_case_is_not_handed_to_where_it_lies(case, official):
    with pytest.raises(ValueError, match="already"):
        hand_over(case, to=case.administration, reason="Egal", by=official)


def test_a_case_of_a_withdrawn_comment_needs_no_answer(case, official, citizen):
    withdraw_comment(case.comment, by=citizen)

    with pytest.raises(IllegalTransition):
        publish_answer(case, by=official, text="Zu spät")


def test_a_case_is_overdue_the_day_after_its_deadline(case):
    assert list(Case.objects.overdue(case.due_on)) == []
    assert list(Case.objects.overdue(case.due_on + dt.timedelta(days=1))) == [case]
