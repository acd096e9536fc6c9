"""The ledger against a real mail server that accepts, refuses, hesitates and hangs up."""

import datetime as dt
import re
import threading
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone

from gdb_portal.mail.enums import MailStatus, WhenUnknown
from gdb_portal.mail.kinds import KINDS, MailKind
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import claim_next, queue_mail, repair, send_claimed, send_due
from tests.factories.accounts import UserFactory
from tests.mail.letters import ANNA, after, queue, send_later, status
from tests.smtp import DROP_AFTER_DATA, DROP_AND_FORGET

pytestmark = pytest.mark.django_db


def test_a_mail_arrives_in_text_and_html(kind, smtp):
    mail = queue()

    send_due()

    message = smtp.to(ANNA)[0]
    assert status(mail) == MailStatus.SENT
    assert message["Subject"] == "Grüße aus Berlin"
    assert message["Auto-Submitted"] == "auto-generated"
    types = [part.get_content_type() for part in message.walk()]
    assert types == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.req("R01")
def test_a_cause_that_is_rolled_back_sends_nothing(kind, smtp):
    with transaction.atomic():
        queue_mail("test", key="nie", address=ANNA)
        transaction.set_rollback(True)

    send_due()

    assert OutboxMail.objects.count() == 0
    assert smtp.messages == []


def test_the_same_cause_queues_one_mail(kind, smtp):
    assert queue() == queue()

    send_due()
    send_due()

    assert len(smtp.messages) == 1


@pytest.mark.req("F13", "F14", "P17")
def test_what_is_no_longer_wanted_when_it_would_go_out_is_aborted(kind, smtp):
    mail = queue(visible=False)

    send_due()

    assert status(mail) == MailStatus.ABORTED
    assert smtp.messages == []


@pytest.mark.req("F13")
def test_a_mail_goes_to_the_address_the_person_has_now(kind, smtp):
    person = UserFactory(email="alt@example.org")
    with transaction.atomic():
        queue_mail("test", key="umzug", recipient=person)
    type(person).objects.filter(pk=person.pk).update(email="neu@example.org")

    send_due()

    assert [message["To"] for message in smtp.messages] == ["neu@example.org"]


@pytest.mark.req("F13")
def test_nothing_goes_to_an_account_that_was_closed(kind, smtp):
    person = UserFactory()
    with transaction.atomic():
        mail = queue_mail("test", key="weg", recipient=person)
    type(person).objects.filter(pk=person.pk).update(is_active=False)

    send_due()

    assert status(mail) == MailStatus.ABORTED
    assert smtp.messages == []


@pytest.mark.req("F09")
def test_a_greylisted_mail_goes_on_the_second_try(kind, smtp):
    mail = queue()
    smtp.answer_recipient(ANNA, "450 4.2.0 Greylisted")

    send_due()
    assert status(mail) == MailStatus.QUEUED

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=3), tick=False):
        send_due()
    assert status(mail) == MailStatus.SENT
    assert mail.attempts == 2


@pytest.mark.req("F10")
def test_a_refused_mail_fails_at_once_and_keeps_the_servers_words(kind, smtp):
    mail = queue()
    smtp.answer_recipient(ANNA, "550 5.1.1 No such user")

    send_due()

    assert status(mail) == MailStatus.FAILED
    assert (mail.smtp_code, mail.smtp_text) == (550, "5.1.1 No such user")


@pytest.mark.req("F10")
def test_one_refused_mail_does_not_hold_up_the_others(kind, smtp):
    bad = queue(key="schlecht", address="weg@example.org")
    good = queue(key="gut")
    smtp.answer_recipient("weg@example.org", "550 5.1.1 No such user")

    send_due()

    assert (status(bad), status(good)) == (MailStatus.FAILED, MailStatus.SENT)


@pytest.mark.req("F02", "F11")
@pytest.mark.parametrize(
    ("policy", "copies", "final"),
    [
        (WhenUnknown.TREAT_AS_SENT, 1, MailStatus.UNKNOWN),
        (WhenUnknown.RESEND_ONCE, 2, MailStatus.SENT),
    ],
)
def test_a_connection_lost_after_the_message_follows_the_kinds_policy(
    kind, smtp, policy, copies, final
):
    kind(when_unknown=policy)
    mail = queue()
    smtp.answer_data(ANNA, DROP_AFTER_DATA)

    for minutes in (0, 5, 10, 60):
        with time_machine.travel(timezone.now() + dt.timedelta(minutes=minutes), tick=False):
            send_due()

    assert status(mail) == final
    assert len(smtp.to(ANNA)) == copies
    assert len({message["Message-ID"] for message in smtp.to(ANNA)}) == 1


@pytest.mark.req("F03", "R07")
@pytest.mark.parametrize("policy", WhenUnknown)
def test_a_sender_that_died_before_handing_over_sent_nothing_and_is_replaced(kind, smtp, policy):
    kind(when_unknown=policy)
    mail = queue()
    claim_next()

    repair()
    assert status(mail) == MailStatus.SENDING

    with after(minutes=11):
        repair()
    send_later(minutes=20)
    assert status(mail) == MailStatus.SENT


@pytest.mark.req("F02", "R07")
@pytest.mark.parametrize(
    ("policy", "state"),
    [
        (WhenUnknown.TREAT_AS_SENT, MailStatus.UNKNOWN),
        (WhenUnknown.RESEND_ONCE, MailStatus.QUEUED),
    ],
)
def test_a_sender_that_died_after_handing_over_leaves_an_uncertain_mail(kind, policy, state):
    kind(when_unknown=policy)
    mail = queue()
    claim_next()
    OutboxMail.objects.update(handed_over_at=timezone.now())

    with after(minutes=11):
        repair()

    assert status(mail) == state


@pytest.mark.req("F30")
def test_a_mail_that_kills_every_sender_is_given_up(kind, smtp):
    mail = queue()
    for minutes in (0, 20, 60, 200):
        with after(minutes=minutes):
            claim_next()
        with after(minutes=minutes + 11):
            repair()

    assert status(mail) == MailStatus.FAILED
    assert mail.attempts == 3


@pytest.mark.req("F04", "R03")
def test_a_sender_that_slept_through_its_claim_does_not_send(kind, smtp):
    mail = queue()
    sleeper = claim_next()
    with after(minutes=11):
        repair()
    send_later(minutes=20)

    send_claimed(sleeper)

    assert len(smtp.messages) == 1
    assert status(mail) == MailStatus.SENT


@pytest.mark.req("F13", "P13")
def test_what_was_erased_while_sending_stays_erased(kind, smtp):
    mail = queue()
    claimed = claim_next()
    OutboxMail.objects.update(address="", context={}, recipient=None)

    send_claimed(claimed)

    mail.refresh_from_db()
    assert (mail.address, mail.context) == ("", {})


@pytest.mark.req("F07")
def test_two_hours_without_a_mail_server_lose_nothing(kind, settings, smtp):
    mails = [queue(key=str(n), address=f"person-{n}@example.org") for n in range(5)]
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    start = timezone.now()
    attempts = []
    for minute in range(0, 120, 1):
        with time_machine.travel(start + dt.timedelta(minutes=minute), tick=False):
            send_due()
        attempts.append(sum(OutboxMail.objects.values_list("attempts", flat=True)))
    settings.EMAIL_PORT = port

    # No try counts against a mail while nobody could have sent it, and every mail still waits.
    assert attempts == [0] * 120
    assert {status(mail) for mail in mails} == {MailStatus.QUEUED}
    for minutes in (121, 126):
        with time_machine.travel(start + dt.timedelta(minutes=minutes), tick=False):
            send_due()
    assert {status(mail) for mail in mails} == {MailStatus.SENT}
    assert len(smtp.messages) == 5


def test_urgent_mail_goes_first(kind, smtp):
    queue(key="sammel", address="amt@example.org")
    urgent = queue(key="code", address="code@example.org")
    OutboxMail.objects.filter(pk=urgent.pk).update(priority=1)

    send_due()

    assert [message["To"] for message in smtp.messages] == ["code@example.org", "amt@example.org"]


def test_secrets_are_gone_once_the_mail_is_sent(kind, smtp):
    kind(erase_context=True)
    mail = queue(code="MFLV-BPBB")

    send_due()

    assert status(mail) == MailStatus.SENT
    assert mail.context == {}


@pytest.mark.req("S31")
def test_a_subject_can_not_smuggle_in_a_header(kind, smtp):
    queue(subject="Hallo\r\nBcc: opfer@example.org\r\n\r\nText")

    send_due()

    message = smtp.messages[0]
    assert message["Bcc"] is None
    assert message["Subject"] == "Hallo Bcc: opfer@example.org Text"


def test_a_defect_in_a_template_keeps_the_row(kind, smtp, monkeypatch):
    def broken(mail):
        raise ZeroDivisionError

    monkeypatch.setitem(
        KINDS, "test", MailKind(name="test", label="", template="emails/x", build=broken)
    )
    mail = queue()

    send_due()

    assert status(mail) == MailStatus.QUEUED
    assert mail.reason == "could not be rendered"


def test_addresses_are_forgotten_after_a_month(kind, smtp):
    mail = queue()
    send_due()

    with time_machine.travel(timezone.now() + dt.timedelta(days=31), tick=False):
        repair()

    mail.refresh_from_db()
    assert mail.address == ""


@pytest.mark.req("F04", "R03")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_five_senders_at_once_send_each_mail_once(kind, smtp):
    for n in range(20):
        queue(key=str(n), address=f"person-{n}@example.org")
    start, claimed = threading.Barrier(5), []

    def sender():
        start.wait()
        while mail := claim_next():
            claimed.append(mail.pk)
            send_claimed(mail)
        connection.close()

    threads = [threading.Thread(target=sender) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(message["To"] for message in smtp.messages) == sorted(
        f"person-{n}@example.org" for n in range(20)
    )
    assert set(OutboxMail.objects.values_list("status", flat=True)) == {MailStatus.SENT}
    # Nobody even began with a mail that another had taken.
    assert len(claimed) == 20


@pytest.mark.req("F03", "F11")
def test_a_server_that_hangs_up_and_forgets_gets_the_mail_again(kind, smtp):
    kind(when_unknown=WhenUnknown.RESEND_ONCE)
    mail = queue()
    smtp.answer_data(ANNA, DROP_AND_FORGET)

    send_due()
    send_later(minutes=5)

    assert status(mail) == MailStatus.SENT
    assert len(smtp.messages) == 1


@pytest.mark.req("R03")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_sender_does_not_wait_for_a_mail_that_another_holds(kind, smtp):
    queue(key="gehalten")
    queue(key="frei", address="frei@example.org")
    held, done = threading.Event(), threading.Event()

    def holder():
        with transaction.atomic():
            list(OutboxMail.objects.filter(key="test:gehalten").select_for_update())
            held.set()
            done.wait(5)
        connection.close()

    thread = threading.Thread(target=holder)
    thread.start()
    held.wait(5)
    threading.Timer(2, done.set).start()
    mail = claim_next()
    waited = done.is_set()
    done.set()
    thread.join()

    assert not waited
    assert mail.key == "test:frei"


@pytest.mark.req("I3", "R01")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_ten_who_queue_the_same_cause_at_once_queue_one_mail(kind):
    start = threading.Barrier(10)

    def ask():
        start.wait()
        queue(key="gleich")
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OutboxMail.objects.count() == 1


@pytest.mark.req("R05")
def test_no_delay_ever_lives_in_the_broker():
    sources = Path(__file__).parents[2]
    late = [
        path
        for app in ("gdb_portal", "participation", "strategy", "pilots")
        for path in (sources / app).rglob("*.py")
        if re.search(r"\b(countdown|eta)=", path.read_text())
    ]

    assert late == []
