"""The outbox in the CMS, and its numbers."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.enums import MailStatus, Priority
from gdb_portal.mail.models import JobSignal, KindPause, MailServer, OutboxMail, Suppression
from gdb_portal.mail.services import pause_kind, send_due, signal
from gdb_portal.mail.status import ALERTS, alerts_of, read_status
from tests.mail.letters import ANNA, after, queue, status

pytestmark = pytest.mark.django_db
RUNBOOK = Path(__file__).parents[2] / "docs" / "runbooks" / "mail.md"


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def press(desk, name, *args, **data):
    return desk.post(reverse(f"outbox:{name}", args=args), data)


def page(desk, name, *args, **query):
    answer = desk.get(reverse(f"outbox:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def events():
    names = Event.objects.filter(kind__startswith="mail.").order_by("id")
    return [(event.kind, event.by and event.by.pseudonym) for event in names]


@pytest.mark.parametrize("role", ["citizen", "moderator", "editor", "publisher", "official"])
@pytest.mark.parametrize(
    ("method", "name", "args"),
    [
        ("get", "list", []),
        ("get", "switches", []),
        ("get", "suppressions", []),
        ("post", "pause", ["test"]),
        ("post", "resume", ["test"]),
        ("post", "suppress", []),
        ("post", "lift", ["x"]),
        ("post", "stop-batch", ["x"]),
        ("get", "detail", ["00000000-0000-0000-0000-000000000000"]),
        ("get", "preview", ["00000000-0000-0000-0000-000000000000"]),
        ("post", "stop", ["00000000-0000-0000-0000-000000000000"]),
        ("post", "resend", ["00000000-0000-0000-0000-000000000000"]),
    ],
)
def test_the_outbox_is_closed_to_everybody_else(kind, client, request, role, method, name, args):
    client.force_login(request.getfixturevalue(role))

    answer = getattr(client, method)(reverse(f"outbox:{name}", args=args))

    assert answer.status_code in {302, 403}
    assert "postausgang" not in answer.get("Location", "")


def test_staff_see_what_waits_and_never_a_whole_address(kind, desk):
    queue()

    html = page(desk, "list")

    assert "an…@example.org" in html
    assert ANNA not in html
    assert ANNA not in page(desk, "detail", OutboxMail.objects.get().pk)


def test_the_list_can_be_filtered(kind, desk, smtp):
    kind("other", label="Anderes")
    queue()
    send_due()
    queue(kind="other", batch="lauf-7")

    def shown(**query):
        return re.findall(r"postausgang/([0-9a-f-]{36})/", page(desk, "list", **query))

    assert len(shown()) == 2
    assert len(shown(art="other")) == 1
    assert len(shown(status="sent")) == 1
    assert len(shown(stapel="lauf-7")) == 1
    assert len(shown(status="failed")) == 0
    OutboxMail.objects.filter(batch="").update(created_at=timezone.now() - dt.timedelta(days=2))
    assert len(shown(alter="1")) == 1


def test_the_list_asks_as_often_for_many_mails_as_for_one(
    kind, desk, django_assert_max_num_queries
):
    queue(key="0")
    page(desk, "list")
    with django_assert_max_num_queries(30) as one:
        page(desk, "list")
    for n in range(1, 20):
        queue(key=str(n))
    with django_assert_max_num_queries(len(one)):
        page(desk, "list")


@pytest.mark.req("R10")
def test_a_mail_is_stopped_once_and_never_sent(kind, desk, smtp):
    mail = queue()

    press(desk, "stop", mail.pk)
    press(desk, "stop", mail.pk)
    send_due()

    assert (status(mail), mail.reason) == (MailStatus.ABORTED, "stopped by staff")
    assert smtp.messages == []
    assert events() == [("mail.stopped", "Ada")]


@pytest.mark.req("R10", "F42")
def test_a_batch_is_stopped_with_one_button_and_others_go(kind, desk, smtp):
    kind(hold=dt.timedelta(minutes=10))
    for n in range(5):
        queue(key=str(n), batch="lauf-7")
    kind()
    other = queue(key="anderes")
    assert "5 wartende Mails dieses Stapels anhalten" in page(desk, "list", stapel="lauf-7")

    press(desk, "stop-batch", "lauf-7")
    with after(hours=1):
        send_due()

    assert status(other) == MailStatus.SENT
    assert len(smtp.messages) == 1
    assert events() == [("mail.batch_stopped", "Ada")]


def test_a_mail_can_be_sent_once_more_and_the_first_keeps_its_state(kind, desk, smtp):
    mail = queue()
    smtp.answer_recipient(ANNA, "550 5.2.2 Full")
    send_due()

    press(desk, "resend", mail.pk)
    send_due()

    again = OutboxMail.objects.get(resend_of=mail)
    assert (status(mail), status(again)) == (MailStatus.FAILED, MailStatus.SENT)
    assert len(smtp.messages) == 1
    assert events() == [("mail.resent", "Ada")]


def test_a_code_is_neither_shown_nor_sent_again(kind, desk, smtp):
    kind(erase_context=True)
    mail = queue(subject="Ihr Code MFLV-BPBB")
    assert desk.get(reverse("outbox:preview", args=[mail.pk])).status_code == 404
    assert desk.get(reverse("outbox:preview-html", args=[mail.pk])).status_code == 404
    send_due()

    press(desk, "resend", mail.pk)

    assert OutboxMail.objects.count() == 1


def test_the_preview_shows_the_mail_as_it_would_go_now(kind, desk):
    mail = queue(subject="Grüße <b>heute</b>")

    assert "Grüße &lt;b&gt;heute&lt;/b&gt;" in page(desk, "preview", mail.pk)
    frame = desk.get(reverse("outbox:preview-html", args=[mail.pk]))
    policy = frame["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_what_went_to_a_citizen_has_no_preview_any_more(kind, desk, smtp):
    mail = queue()
    send_due()

    assert desk.get(reverse("outbox:preview", args=[mail.pk])).status_code == 404


@pytest.mark.req("R22")
def test_a_paused_kind_waits_and_loses_nothing(kind, desk, smtp):
    kind("other")
    mail, other = queue(), queue(kind="other")

    press(desk, "pause", "test", reason="Fehler im Text")
    send_due()
    assert (status(mail), status(other)) == (MailStatus.QUEUED, MailStatus.SENT)
    assert "Fehler im Text" in page(desk, "switches")

    press(desk, "resume", "test")
    send_due()
    assert status(mail) == MailStatus.SENT
    assert events() == [("mail.kind_paused", "Ada"), ("mail.kind_resumed", "Ada")]


def test_pausing_needs_a_reason(kind, desk):
    answer = press(desk, "pause", "test", reason=" ")

    assert answer.status_code == 422
    assert KindPause.objects.count() == 0


def test_an_address_is_spared_and_let_back_in(kind, desk):
    press(desk, "suppress", address=ANNA)
    html = page(desk, "suppressions")
    assert "an…@example.org" in html
    assert ANNA not in html

    press(desk, "lift", Suppression.objects.get().pk)
    press(desk, "lift", "x")

    assert Suppression.objects.count() == 0
    assert events() == [("mail.address_suppressed", "Ada"), ("mail.address_released", "Ada")]


@pytest.mark.req("R07", "R19", "R26")
def test_every_alert_has_its_chapter_in_the_runbook():
    headings = re.findall(r"^## (mail-[a-z-]+)$", RUNBOOK.read_text(), re.MULTILINE)

    assert headings == [alert.name for alert in ALERTS]


def alerts():
    return [alert.name for alert in alerts_of(read_status())]


def test_nothing_is_wrong_on_a_quiet_day(kind, smtp):
    queue()
    send_due()
    for job in ("send-due-mail", "send-urgent-mail", "repair-mail"):
        signal(job)

    assert alerts() == []


@pytest.mark.req("I8")
def test_each_trouble_raises_its_own_alert(kind, administrator):
    ago = timezone.now() - dt.timedelta(minutes=20)
    MailServer.objects.create(down_since=ago)
    assert alerts() == ["mail-server-down"]
    MailServer.objects.all().delete()

    urgent = queue()
    OutboxMail.objects.update(priority=Priority.TRANSACTIONAL, next_attempt_at=ago)
    assert alerts() == ["mail-urgent-late"]
    OutboxMail.objects.update(priority=Priority.DIGEST)
    assert alerts() == ["mail-late"]

    OutboxMail.objects.update(status=MailStatus.UNKNOWN, claimed_at=timezone.now())
    assert alerts() == ["mail-unknown"]
    urgent.delete()

    for n in range(10):
        queue(key=str(n))
    OutboxMail.objects.update(status=MailStatus.FAILED, claimed_at=timezone.now())
    assert alerts() == ["mail-failing"]
    OutboxMail.objects.all().delete()

    JobSignal.objects.create(job="repair-mail", finished_at=ago - dt.timedelta(hours=1))
    assert alerts() == ["mail-job-silent"]
    JobSignal.objects.all().delete()

    pause_kind("test", by=administrator, reason="zur Probe")
    KindPause.objects.update(paused_at=ago - dt.timedelta(days=1))
    assert alerts() == ["mail-kind-paused"]


def test_the_command_prints_numbers_and_fails_when_something_is_wrong(kind, capsys):
    queue()

    call_command("mail_status", check=True)
    assert "wartet:                 1" in capsys.readouterr().out

    OutboxMail.objects.update(next_attempt_at=timezone.now() - dt.timedelta(hours=1))
    with pytest.raises(CommandError, match="mail-late"):
        call_command("mail_status", check=True)
    capsys.readouterr()
    call_command("mail_status", json=True)
    numbers = json.loads(capsys.readouterr().out)
    assert (numbers["mails_queued"], numbers["alerts"]) == (1, ["mail-late"])
    assert 3590 < numbers["other_late_seconds"] < 3660
