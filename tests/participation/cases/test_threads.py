"""All mails about one case hang together in mail programs, as a real mail server sees them."""

import datetime as dt

import pytest
from django.utils import timezone

from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import send_due
from participation.cases.enums import CaseStatus
from participation.cases.models import Case
from participation.cases.services import (
    change_outcome,
    publish_answer,
    remind_and_escalate,
    take_on_case,
)
from participation.cases.services.answer import Wording
from participation.moderation.models import Decision
from participation.moderation.services import approve, hide, undo
from participation.services.comment import publish_comment
from tests.factories.participation import CommentFactory
from tests.smtp import DROP_AND_FORGET

pytestmark = [pytest.mark.django_db, pytest.mark.req("S42")]
# A Wednesday without holidays around it.
DUE = dt.datetime(2029, 6, 13, 9, tzinfo=dt.UTC)


def due(case):
    Case.objects.filter(pk=case.pk).update(due_on=DUE.date())


def other_case(topic, author):
    comment = CommentFactory(topic=topic, author=author, wants_answer=True)
    publish_comment(comment, by=None)
    return Case.objects.get(comment=comment)


def sent(smtp):
    """All mails of cases that arrived, by their Message-ID."""
    OutboxMail.objects.exclude(kind__in=KINDS_OF_CASES).delete()
    send_due()
    return smtp.messages


AUTHORS_MAILS = ["comment_published", "answer_published", "outcome_changed"]
KINDS_OF_CASES = ["answer_published", "outcome_changed", "case_reminder", "case_escalation"]


def test_everything_about_a_case_hangs_on_one_stem(case, official, citizen, smtp):
    due(case)
    take_on_case(case, by=official)
    remind_and_escalate(DUE)
    publish_answer(case, by=official, text="Wir prüfen das.")
    change_outcome(case, to=CaseStatus.TAKEN_UP, by=official)
    # What is answered is not reminded of any more: only the author's mails are left.
    messages = sent(smtp)

    stems = {(message["References"], message["In-Reply-To"]) for message in messages}
    assert [message["X-Envelope-To"] for message in messages] == [citizen.email, citizen.email]
    assert len(stems) == 1
    ((references, reply_to),) = stems
    assert references == reply_to
    assert references.startswith(f"<{case.number.lower()}@")


def test_from_publication_to_what_became_of_it_is_one_conversation(
    topic, citizen, moderator, official, smtp
):
    comment = CommentFactory(topic=topic, author=citizen, wants_answer=True)
    approve(comment, by=moderator)
    send_due()
    case = Case.objects.get(comment=comment)
    take_on_case(case, by=official)
    publish_answer(case, by=official, text="Wir prüfen das.")
    change_outcome(case, to=CaseStatus.TAKEN_UP, by=official)
    send_due()

    letters = smtp.to(citizen.email)

    kinds = OutboxMail.objects.filter(recipient=citizen).order_by("created_at")
    assert [mail.kind for mail in kinds] == AUTHORS_MAILS
    assert len(letters) == len(AUTHORS_MAILS)
    assert {letter["References"] for letter in letters} == {letters[-1]["In-Reply-To"]}
    assert letters[0]["References"].startswith(f"<{case.number.lower()}@")


def test_mails_about_a_decision_hang_on_the_case_too(case, citizen, moderator, smtp):
    hide(case.comment, by=moderator, rule="1", reason="Beleidigt jemanden.")
    undo(Decision.objects.get(), by=moderator)
    send_due()

    hidden, undone = smtp.to(citizen.email)

    assert hidden["References"] == undone["References"]
    assert hidden["References"].startswith(f"<{case.number.lower()}@")


def test_a_contribution_without_a_case_begins_no_thread(topic, citizen, moderator, smtp):
    approve(CommentFactory(topic=topic, author=citizen), by=moderator)
    send_due()

    (published,) = smtp.to(citizen.email)

    assert published["References"] is None


def test_reminders_hang_on_the_same_stem_as_the_answer(case, official, citizen, smtp):
    due(case)
    take_on_case(case, by=official)
    remind_and_escalate(DUE)
    reminders = list(sent(smtp))
    publish_answer(case, by=official, text="Ja.")
    (answer,) = sent(smtp)[len(reminders) :]

    assert {message["X-Envelope-To"] for message in reminders} == {
        case.administration.email,
        official.email,
    }
    assert {message["References"] for message in reminders} == {answer["References"]}


def test_each_mail_has_a_name_of_its_own_that_is_not_the_stem(case, official, smtp):
    publish_answer(case, by=official, text="Ja.")
    change_outcome(case, to=CaseStatus.TAKEN_UP, by=official)

    first, second = sent(smtp)

    names = {first["Message-ID"], second["Message-ID"]}
    assert len(names) == 2
    assert first["References"] not in names
    pks = {str(pk) for pk in OutboxMail.objects.values_list("pk", flat=True)}
    assert {name[1:].partition("@")[0] for name in names} == pks


def test_another_case_hangs_elsewhere(case, official, topic, citizen, smtp):
    for one in (case, other_case(topic, citizen)):
        publish_answer(one, by=official, wording=Wording("Ja.", CaseStatus.TAKEN_UP))

    first, second = sent(smtp)

    assert first["References"] != second["References"]


def test_a_mail_about_many_cases_begins_its_own_thread(case, topic, citizen, smtp):
    for one in (case, other_case(topic, citizen)):
        due(one)
    remind_and_escalate(DUE)

    (reminder,) = sent(smtp)

    assert reminder["References"] is None


def test_a_second_attempt_is_the_same_mail_in_the_same_thread(case, official, citizen, smtp):
    smtp.answer_data(citizen.email, DROP_AND_FORGET)
    publish_answer(case, by=official, text="Ja.")
    sent(smtp)
    mail = OutboxMail.objects.get(kind="answer_published")
    mail.status, mail.next_attempt_at = "queued", timezone.now()
    mail.save()

    (message,) = sent(smtp)

    assert message["Message-ID"].startswith(f"<{mail.pk}@")
    assert message["References"].startswith(f"<{case.number.lower()}@")
