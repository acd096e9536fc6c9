"""Five thousand returned mails in one night: forged, answered by machines, repeated."""

import io
import itertools
import sys
from pathlib import Path

import pytest

from gdb_portal.core.models import Event
from gdb_portal.mail.management.commands import take_bounce
from gdb_portal.mail.models import Bounce, OutboxMail, Suppression
from gdb_portal.mail.services import unsuppress_address
from gdb_portal.mail.tasks import send_due_mail
from gdb_portal.mail.tokens import address_code, return_path

CORPUS = Path(__file__).parents[1] / "mail" / "bounces"
FLOOD = 5_000


def forged(path):
    """Signed almost as we do: the last letter of the signature is another."""
    before, at, domain = path.rpartition("@")
    return before[:-1] + ("1" if before[-1] == "0" else "0") + at + domain


@pytest.fixture
def take(monkeypatch):
    """Hand one message to the handler as the mail server does; what it said about it."""

    def put(text):
        said = io.StringIO()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        take_bounce.Command(stdout=said).handle(to="")
        return said.getvalue().strip()

    return put


@pytest.mark.req("F40", "S43")
def test_a_flood_of_returned_mails_counts_each_of_ours_once(
    queue, smtp, take, states, administrator, holds
):
    mails = queue("notice", 20)
    send_due_mail()
    handed_over = len(smtp.messages)
    texts = {path.stem: path.read_text() for path in CORPUS.glob("*.eml")}
    paths = [return_path(mail.pk) for mail in mails]
    honest = itertools.cycle(
        texts["hard_unknown_user"].replace("{return_path}", path) for path in paths
    )
    lies = itertools.cycle(
        texts[name].replace("{return_path}", forged(path))
        for path in paths
        for name in ("hard_unknown_user", "complaint_abuse", "soft_mailbox_full")
    )
    machines = itertools.cycle(
        texts["nothing_holiday_note"].replace("{return_path}", path) for path in paths
    )
    # Of ten that come, one is real, six are forged, three come from answering machines.
    turns = itertools.cycle([honest, *[lies] * 6, *[machines] * 3])

    said = [take(next(next(turns))) for _ in range(FLOOD)]

    assert {word: said.count(word) for word in set(said)} == {
        "counted 5.1.1": 20,
        "counted before": FLOOD // 10 - 20,
        "nothing to count": FLOOD * 9 // 10,
    }
    assert (Bounce.objects.count(), Suppression.objects.count()) == (20, 20)
    assert Event.objects.of_kind("mail.bounced").count() == 20
    # Nobody is answered, least of all a machine that would answer again.
    send_due_mail()
    assert len(smtp.messages) == handed_over == 20
    assert {message["Auto-Submitted"] for message in smtp.messages} == {"auto-generated"}
    # And the way back is open.
    code = address_code(mails[0].address)
    assert unsuppress_address(code, by=administrator)
    assert take(next(honest)) == "counted before"
    assert not Suppression.objects.filter(pk=code).exists()
    Suppression.objects.all().delete()
    assert states() == {"sent": 20}
    assert OutboxMail.objects.count() == 20
    holds(smtp)
