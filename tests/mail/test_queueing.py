"""What may enter the ledger, and under which headers it leaves."""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.enums import MailStatus, Priority
from gdb_portal.mail.models import ArchivedMail, OutboxMail
from gdb_portal.mail.services import pause_kind, queue_mail, repair, send_due
from gdb_portal.mail.tokens import read_return_path
from tests.mail.letters import ANNA, after, queue, send_later, status

pytestmark = pytest.mark.django_db


@pytest.mark.req("S41")
def test_a_stranger_can_not_fill_a_mailbox(kind, smtp):
    kind(daily_cap=3)

    mails = [queue(key=str(n), address=ANNA.upper() if n % 2 else ANNA) for n in range(10)]
    send_due()

    assert len(smtp.messages) == 3
    assert [status(mail) for mail in mails] == ["sent"] * 3 + ["aborted"] * 7
    assert mails[3].reason == "too many to this address today"


@pytest.mark.req("S41")
def test_the_next_day_and_another_address_have_their_own_share(kind, smtp):
    kind(daily_cap=1)
    queue(key="1")
    queue(key="2", address="berta@example.org")
    with after(hours=25):
        queue(key="3")
        send_due()

    assert sorted(message["To"] for message in smtp.messages) == [
        "anna@example.org",
        "anna@example.org",
        "berta@example.org",
    ]


@pytest.mark.req("S41")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_twenty_requests_at_once_do_not_exceed_the_share(kind):
    kind(daily_cap=3)

    def ask(n):
        queue(key=str(n))
        connection.close()

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert OutboxMail.objects.filter(status=MailStatus.QUEUED).count() == 3


@pytest.mark.req("S31")
@pytest.mark.parametrize(
    "address",
    [
        "anna@example.org\nBcc: opfer@example.org",
        "anna@example.org\r\n\r\nText",
        "anna@example.org, opfer@example.org",
        "anna\x00@example.org",
        "anna",
        "a" * 65 + "@example.org" + ".x" * 200,
    ],
)
def test_what_is_no_address_never_enters_the_ledger(kind, address):
    with pytest.raises(ValueError, match="no mail address"):
        queue(address=address)

    assert OutboxMail.objects.count() == 0


@pytest.mark.req("S31")
def test_a_thread_name_can_not_smuggle_in_a_header(kind, smtp):
    mail = queue(thread="x>\r\nBcc: opfer@example.org")
    good = queue(key="gut")

    send_due()

    assert (status(mail), status(good)) == (MailStatus.FAILED, MailStatus.SENT)
    assert [message["Bcc"] for message in smtp.messages] == [None]


def test_mails_of_one_thread_hang_together(kind, smtp):
    for n in range(2):
        queue(key=str(n), thread="vorgang-GDB-2026-000001")

    send_due()

    stem = "<vorgang-GDB-2026-000001@example.org>"
    assert {(m["References"], m["In-Reply-To"]) for m in smtp.messages} == {(stem, stem)}
    assert len({message["Message-ID"] for message in smtp.messages}) == 2


@pytest.mark.req("S43")
def test_the_return_path_names_the_mail_and_the_reader_sees_the_portal(kind, smtp):
    mail = queue()

    send_due()

    message = smtp.messages[0]
    assert read_return_path(message["X-Envelope-From"]) == mail.pk
    assert message["From"].addresses[0].addr_spec == "portal@example.org"


@pytest.mark.req("P15")
def test_a_mail_loads_nothing_and_tells_nobody_that_it_was_read(kind, smtp):
    queue()

    send_due()

    html = smtp.messages[0].get_body(("html",)).get_content()
    assert "<img" not in html
    assert "url(" not in html
    assert "Disposition-Notification-To" not in smtp.messages[0]


@pytest.mark.req("R10", "F42")
def test_a_kind_with_a_hold_period_waits_before_it_goes(kind, smtp):
    kind(hold=dt.timedelta(minutes=10))
    mail = queue()

    send_later(minutes=9)
    assert status(mail) == MailStatus.QUEUED

    send_later(minutes=11)
    assert status(mail) == MailStatus.SENT


@pytest.mark.req("R10", "P14")
def test_what_administrations_were_told_is_kept_for_a_while(kind, smtp):
    kind(archive_days=30)
    mail = queue()

    send_due()
    assert "in der Moderation wartet" in mail.archived.text

    with after(days=31):
        repair()
    assert ArchivedMail.objects.count() == 0


@pytest.mark.req("P14")
def test_what_citizens_were_told_is_kept_nowhere(kind, smtp):
    mail = queue()

    send_due()

    assert not hasattr(mail, "archived")


@pytest.mark.req("F16", "R11")
def test_a_code_overtakes_ten_thousand_digests(kind, smtp):
    kind("code", priority=Priority.TRANSACTIONAL)
    OutboxMail.objects.bulk_create(
        OutboxMail(
            kind="test",
            key=f"test:{n}",
            priority=Priority.DIGEST,
            address=f"amt-{n}@example.org",
            next_attempt_at=timezone.now() - dt.timedelta(hours=1),
        )
        for n in range(10_000)
    )
    send_due(limit=5)
    queue(kind="code", address="code@example.org")

    send_due(limit=1)

    assert smtp.messages[5]["To"] == "code@example.org"


@pytest.mark.req("F16", "R11")
def test_the_lane_for_codes_leaves_everything_else_alone(kind, smtp):
    kind("code", priority=Priority.TRANSACTIONAL)
    queue(address="amt@example.org")
    queue(kind="code", address="code@example.org")

    send_due(urgent_only=True)

    assert [message["To"] for message in smtp.messages] == ["code@example.org"]


def test_the_event_that_caused_a_mail_is_noted_with_it(kind, administrator):
    with transaction.atomic():
        pause_kind("test", by=administrator, reason="zur Probe")
        event = Event.objects.latest("id")
        mail = queue_mail("test", key="x", address=ANNA, cause=event)

    assert mail.cause.sentence == "Mails der Art test sind angehalten: zur Probe"
