"""What comes back: read exactly, counted once, believed only with our signature."""

import io
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from gdb_portal.core.models import Event
from gdb_portal.mail.bounces import read_bounce
from gdb_portal.mail.enums import BounceClass, MailStatus, SuppressionReason
from gdb_portal.mail.models import Bounce, OutboxMail, Suppression
from gdb_portal.mail.services import (
    note_bounce,
    repair,
    send_due,
    suppress_address,
    unsuppress_address,
)
from gdb_portal.mail.services.addresses import suppression_of
from gdb_portal.mail.tokens import address_code, return_path
from tests.mail.letters import ANNA, after, queue, status

pytestmark = pytest.mark.django_db
CORPUS = sorted((Path(__file__).parent / "bounces").glob("*.eml"))


def report(name, mail, to=None):
    template = (Path(__file__).parent / "bounces" / f"{name}.eml").read_text()
    return template.replace("{return_path}", to or return_path(mail.pk)).encode()


def returned(name, mail):
    return note_bounce(read_bounce(report(name, mail)))


@pytest.fixture
def sent(kind, smtp):
    mail = queue()
    send_due()
    return mail


@pytest.mark.req("S43")
@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_the_name_of_each_report_in_the_corpus_says_what_it_means(kind, path):
    mail = queue()

    bounce = read_bounce(report(path.stem, mail))

    severity = path.stem.partition("_")[0]
    assert (bounce.severity if bounce else "nothing") == severity
    assert bounce is None or bounce.mail_id == mail.pk


@pytest.mark.req("S43")
def test_an_address_that_does_not_exist_is_spared_at_once(sent, smtp):
    returned("hard_unknown_user", sent)
    later = queue(key="später")

    send_due()

    assert (status(later), later.reason) == (MailStatus.ABORTED, "address suppressed")
    assert len(smtp.messages) == 1
    assert suppression_of(ANNA.upper()).reason == SuppressionReason.HARD_BOUNCE


@pytest.mark.req("S43")
def test_four_soft_bounces_in_a_month_spare_the_address_for_a_month(kind, smtp):
    for n in range(4):
        assert suppression_of(ANNA) is None
        mail = queue(key=str(n))
        send_due()
        returned("soft_mailbox_full", mail)

    assert suppression_of(ANNA).reason == SuppressionReason.SOFT_BOUNCES
    with after(days=31):
        repair()
        assert suppression_of(ANNA) is None


@pytest.mark.req("S43")
def test_a_complaint_is_respected_at_once(sent):
    returned("complaint_abuse", sent)

    assert suppression_of(ANNA).reason == SuppressionReason.COMPLAINT


@pytest.mark.req("F10", "S43")
def test_a_refusal_while_sending_counts_like_a_report(kind, smtp):
    queue()
    smtp.answer_recipient(ANNA, "550 5.1.1 No such user")

    send_due()

    assert suppression_of(ANNA).reason == SuppressionReason.HARD_BOUNCE


@pytest.mark.req("F10")
@pytest.mark.parametrize("reply", ["550 5.7.1 Spam", "552 5.2.2 Full", "550 No such user, perhaps"])
def test_other_refusals_spare_nobody(kind, smtp, reply):
    queue()
    smtp.answer_data(ANNA, reply)

    send_due()

    assert Suppression.objects.count() == 0


@pytest.mark.req("F40")
def test_the_same_report_five_hundred_times_counts_once(sent):
    counted = [returned("soft_mailbox_full", sent) for _ in range(500)]

    assert counted.count(True) == 1
    assert Bounce.objects.count() == 1
    assert suppression_of(ANNA) is None


@pytest.mark.req("F40", "S43")
@pytest.mark.parametrize(
    "forge",
    [
        lambda path: path[:-13] + "0" + path[-12:],
        lambda path: path.replace("bounce+", "bounce+0", 1),
        lambda path: "bounce@example.org",
        lambda path: path.split("-")[0] + "@example.org",
    ],
)
def test_a_forged_return_path_counts_nothing(sent, forge):
    forged = forge(return_path(sent.pk))

    assert forged != return_path(sent.pk)
    assert read_bounce(report("hard_unknown_user", sent, to=forged)) is None


@pytest.mark.req("F40")
def test_nothing_that_comes_back_is_ever_answered(sent, smtp):
    for path in CORPUS:
        if bounce := read_bounce(report(path.stem, sent)):
            note_bounce(bounce)

    send_due()

    assert OutboxMail.objects.count() == 1
    assert len(smtp.messages) == 1


@pytest.mark.req("S43")
def test_a_bounce_of_an_old_address_spares_the_new_one(kind, citizen, smtp):
    mail = queue(recipient=citizen)
    send_due()
    type(citizen).objects.filter(pk=citizen.pk).update(email="neu@example.org")

    returned("hard_unknown_user", mail)

    assert suppression_of("citizen@example.org") is not None
    assert suppression_of("neu@example.org") is None


@pytest.mark.req("S43")
def test_staff_and_owner_can_let_an_address_back_in_and_it_is_recorded(sent, citizen, smtp):
    returned("hard_unknown_user", sent)

    assert unsuppress_address(address_code(ANNA), by=citizen) is True
    mail = queue(key="wieder")
    send_due()

    assert status(mail) == MailStatus.SENT
    event = Event.objects.get(kind="mail.address_released")
    assert (event.by, event.data) == (citizen, {"reason": "hard_bounce"})


@pytest.mark.req("P09", "I9")
def test_the_list_of_spared_addresses_holds_no_address(administrator):
    suppress_address("petra.mustermann@example.org", by=administrator)

    suppression = Suppression.objects.get()
    assert suppression.shown_as == "pe…@example.org"
    assert "petra" not in "".join(Event.objects.values_list("subject_id", flat=True))


@pytest.mark.req("F40")
def test_the_mail_server_pipes_reports_into_a_command(sent, monkeypatch, capsys):
    def pipe(content, **options):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        call_command("take_bounce", **options)
        return capsys.readouterr().out.strip()

    hard = report("hard_unknown_user", sent)

    assert pipe(b"\x00\xff nonsense") == "nothing to count"
    assert pipe(b"x" * 2_000_000, to=return_path(sent.pk)) == "nothing to count"
    assert pipe(hard) == "counted 5.1.1"
    assert pipe(hard) == "counted before"


@pytest.mark.parametrize("severity", BounceClass)
def test_a_report_about_a_mail_that_nobody_knows_counts_nothing(severity, kind):
    from uuid import uuid4

    from gdb_portal.mail.bounces import BounceReport

    assert note_bounce(BounceReport(uuid4(), severity, "5.1.1")) is False


@pytest.mark.req("S43")
def test_owners_see_in_their_account_that_mails_do_not_reach_them_and_mend_it(client, citizen):
    suppress_address(citizen.email, by=None)
    client.force_login(citizen)
    assert "Unsere Mails erreichen Sie nicht" in client.get("/konto/").content.decode()

    client.post("/konto/mails/wieder-annehmen/")

    assert "Unsere Mails erreichen Sie nicht" not in client.get("/konto/").content.decode()
    assert Event.objects.get(kind="mail.address_released").by == citizen


def test_a_stranger_can_not_release_an_address(client, citizen):
    suppress_address(citizen.email, by=None)

    answer = client.post("/konto/mails/wieder-annehmen/")

    assert answer.status_code == 302
    assert suppression_of(citizen.email) is not None
