"""What must hold after every fault, whatever it was (I1 to I10)."""

from __future__ import annotations

import re
import time
from collections import Counter

from django.db.models import Count
from django.test import Client
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.enums import FINAL, MailStatus
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import Consent, OutboxMail, Suppression
from gdb_portal.mail.services import queue_mail
from gdb_portal.mail.status import alerts_of, read_status
from gdb_portal.mail.tokens import address_code
from participation.enums import VoteValue
from participation.models import Comment, Tally, Vote

PATIENCE = timezone.timedelta(minutes=15)
ADDRESS = re.compile(r"[\w.+-]+@example\.org")


def check_invariants(
    mailbox,
    *,
    broker,
    logs: str,
    copies: int = 1,
    acknowledged: tuple = (),
    hidden: tuple[str, ...] = (),
    path: str = "/beteiligung/",
    may_wait: bool = False,
) -> None:
    """`copies`: how many of one message may exist (2 only where a sender died after handing over).
    `acknowledged`: comments whose authors were told they were taken. `hidden`: words of what was
    hidden. `may_wait`: the fault is not over, so mails may still be queued.
    """
    # I1
    for comment in acknowledged:
        assert Comment.objects.filter(pk=comment.pk).exists()
    # I2
    votes = Vote.objects.exclude(voter=None).values("topic", "comment", "voter")
    assert not votes.annotate(count=Count("pk")).filter(count__gt=1).exists()
    for tally in Tally.objects.all():
        votes = Vote.objects.filter(topic=tally.topic_id, comment=None)
        for value in VoteValue.values:
            assert getattr(tally, f"{value}_count") == votes.filter(value=value).count()
    # I3
    keys = OutboxMail.objects.values_list("key", flat=True)
    assert len(set(keys)) == len(keys)
    per_message = Counter(message["Message-ID"] for message in mailbox.messages)
    assert max(per_message.values(), default=0) <= copies, per_message.most_common(3)
    # I4
    withdrawn = Consent.objects.filter(granted=False, subject="")
    left = set(withdrawn.values_list("address_code", "list_name"))
    spared = set(Suppression.objects.values_list("address_code", flat=True))
    for mail in OutboxMail.objects.filter(status=MailStatus.SENT):
        kind = KINDS[mail.kind]
        assert (mail.address_code, kind.list_name) not in left or not kind.list_name
        assert address_code(mail.address) not in spared or not mail.address
    # I5
    for message in mailbox.messages:
        text = message.get_body(("plain",)).get_content()
        for word in hidden:
            assert word not in text
    # I6, without the time that the first request of a process needs for its templates
    Client().get(path)
    started = time.monotonic()
    assert Client().get(path).status_code < 500
    assert time.monotonic() - started < 3
    # I7
    overdue = timezone.now() - PATIENCE
    stuck = OutboxMail.objects.exclude(status__in=FINAL)
    if may_wait:
        stuck = stuck.filter(status=MailStatus.SENDING)
    assert not stuck.filter(created_at__lt=overdue).exists()
    assert may_wait or not stuck.exists(), list(stuck.values_list("status", "reason"))
    # I8
    status = read_status()
    names = {alert.name for alert in alerts_of(status)}
    if OutboxMail.objects.filter(status=MailStatus.UNKNOWN).exists():
        assert "mail-unknown" in names
    if OutboxMail.objects.filter(status=MailStatus.FAILED).exists():
        assert status.counts["failed"] > 0
    # I9
    waiting = b" ".join(
        b" ".join(broker.lrange(key, 0, -1))
        for key in broker.scan_iter("gdb:*")
        if broker.type(key) == b"list"
    ).decode(errors="replace")
    told = (
        logs
        + waiting
        + " ".join(str(data) for data in Event.objects.values_list("data", flat=True))
    )
    people = {address for address in ADDRESS.findall(told) if not address.startswith("portal@")}
    assert not people
    # I10
    for mail in OutboxMail.objects.all()[:3]:
        key = mail.key.removeprefix(f"{mail.kind}:")
        same = queue_mail(mail.kind, key=key, address="nochmal@example.org")
        assert same.pk == mail.pk
