"""One circuit breaker for all senders."""

import pytest
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.enums import MailStatus, Priority
from gdb_portal.mail.models import MailServer, OutboxMail
from gdb_portal.mail.services import claim_next, send_due
from gdb_portal.mail.services.server import may_try
from gdb_portal.mail.smtp import TrackedBackend
from tests.mail.letters import ANNA, after, queue, send_later, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def connections(monkeypatch):
    """Counts how often somebody knocks at the server."""
    knocks = []
    knock = TrackedBackend.open

    def counted(self):
        if self.connection is None:
            knocks.append(self.port)
        return knock(self)

    monkeypatch.setattr(TrackedBackend, "open", counted)
    return knocks


@pytest.mark.req("F12", "R06")
def test_a_hundred_mails_knock_once_at_a_server_that_is_away(kind, settings, connections):
    settings.EMAIL_PORT = 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    for n in range(100):
        queue(key=str(n))

    for _ in range(5):
        send_due()

    assert len(connections) == 1
    assert Event.objects.of_kind("mail.server_lost").count() == 1
    assert set(OutboxMail.objects.values_list("status", "attempts")) == {(MailStatus.QUEUED, 0)}


@pytest.mark.req("F12")
@pytest.mark.parametrize(
    "reply", ["535 5.7.8 Authentication failed", "550 5.7.1 Sender not allowed", "421 Later"]
)
def test_a_sender_refused_for_all_burns_no_mail(kind, smtp, reply):
    mails = [queue(key=str(n)) for n in range(20)]
    smtp.answer_sender(*[reply] * 3)

    for minutes in range(0, 10, 2):
        send_later(minutes=minutes)

    assert {status(mail) for mail in mails} == {MailStatus.SENT}
    assert len(smtp.messages) == 20
    kinds = Event.objects.filter(kind__startswith="mail.server").order_by("id")
    assert [event.kind for event in kinds] == ["mail.server_lost", "mail.server_found"]


@pytest.mark.req("F12")
def test_after_a_pause_one_sender_tries_for_all(kind, settings):
    settings.EMAIL_PORT = 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    queue()
    send_due()

    assert may_try(timezone.now()) is False
    with after(seconds=15):
        assert [may_try(timezone.now()) for _ in range(3)] == [True, False, False]


@pytest.mark.req("F07", "R11")
def test_when_the_server_is_back_codes_go_first(kind, settings, smtp):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    for n in range(3):
        queue(key=f"sammel-{n}", address=f"amt-{n}@example.org")
    code = queue(key="code", address="code@example.org")
    OutboxMail.objects.filter(pk=code.pk).update(priority=Priority.TRANSACTIONAL)
    send_due()
    settings.EMAIL_PORT = port

    send_later(minutes=2)

    assert smtp.messages[0]["To"] == "code@example.org"
    assert len(smtp.messages) == 4


@pytest.mark.req("F08")
def test_a_server_that_drips_is_hung_up_on(kind, smtp, monkeypatch):
    monkeypatch.setattr("gdb_portal.mail.smtp.LONGEST_CONVERSATION", 0.3)
    mail = queue()
    smtp.wait_at_rcpt = 2

    send_due()

    assert status(mail) == MailStatus.QUEUED
    assert mail.attempts == 1
    assert mail.handed_over_at is None


@pytest.mark.req("F09")
@pytest.mark.parametrize(
    ("reply", "at_least", "at_most"),
    [
        ("421 4.3.2 Shutting down", 1, 2),
        ("450 4.2.0 Greylisted", 1, 2),
        ("451 4.3.0 Try later", 1, 2),
        ("452 4.2.2 Mailbox full", 16, 23),
        ("432 4.7.12 Queue full", 16, 23),
        ("550 5.7.1 Relaying denied", 16, 23),
    ],
)
def test_each_class_of_refusal_waits_as_long_as_it_should(kind, smtp, reply, at_least, at_most):
    mail = queue()
    smtp.answer_recipient(ANNA, reply)

    send_due()

    assert status(mail) == MailStatus.QUEUED
    minutes = (mail.next_attempt_at - timezone.now()).total_seconds() / 60
    assert at_least - 0.1 <= minutes <= at_most


@pytest.mark.req("F09")
def test_three_mails_in_a_row_told_to_come_later_make_all_wait(kind, smtp, connections):
    for n in range(10):
        queue(key=str(n), address=f"person-{n}@example.org")
        smtp.answer_recipient(f"person-{n}@example.org", "421 4.7.0 Too many")

    send_due()

    assert len(connections) == 3
    assert MailServer.objects.get().down_since is not None


@pytest.mark.req("F10")
def test_of_a_hundred_recipients_three_refusals_cost_three(kind, smtp):
    mails = [queue(key=str(n), address=f"person-{n}@example.org") for n in range(100)]
    smtp.answer_recipient("person-7@example.org", "550 5.1.1 No such user")
    smtp.answer_recipient("person-50@example.org", "552 5.2.2 Mailbox full")
    smtp.answer_data("person-99@example.org", "554 5.7.1 Looks like spam")

    send_due()

    states = [status(mail) for mail in mails]
    assert (states.count("sent"), states.count("failed")) == (97, 3)
    failed = [mail.smtp_code for mail in mails if mail.status == "failed"]
    assert failed == [550, 552, 554]


def test_a_mail_too_big_for_the_server_does_not_stop_the_others(kind, smtp):
    big, good = queue(key="groß"), queue(key="gut")
    smtp.answer_sender("552 5.3.4 Message too big")

    send_due()

    assert sorted([status(big), status(good)]) == ["failed", "sent"]


def test_a_claim_notes_nothing_of_an_earlier_try(kind, smtp):
    mail = queue()
    OutboxMail.objects.update(handed_over_at=timezone.now())

    claim_next()

    mail.refresh_from_db()
    assert mail.handed_over_at is None
