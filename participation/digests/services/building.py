"""Choosing what a digest tells, and queueing its mail, in one transaction each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail

from ..content import new_votes, tell_new
from ..enums import NEWS_KINDS, RunKind
from ..models import DigestItem, DigestRecipient, DigestRun, DigestVoteCount
from ..news import visible, waiting_items
from ..periods import BERLIN


def build_unprocessed(now: dt.datetime | None = None) -> int:
    """Build every planned digest, also those a killed worker left. Returns how many."""
    built = 0
    rows = DigestRecipient.objects.unprocessed().order_by("run_id", "id")
    for pk in list(rows.values_list("pk", flat=True)):
        built += build_digest(pk, now=now)
    _complete_runs()
    return built


@transaction.atomic
def build_digest(pk: int, *, now: dt.datetime | None = None) -> bool:
    """Choose what is new for one recipient and queue its mail, all in one transaction.

    Returns False when another worker has it or it is done. Nothing new: no mail.
    """
    now = now or timezone.now()
    recipient = (
        DigestRecipient.objects.select_for_update(of=("self",), skip_locked=True)
        .unprocessed()
        .select_related("administration", "person", "reader", "run")
        .filter(pk=pk)
        .first()
    )
    if recipient is None:
        return False
    # One digest of an audience at a time: what one tells, the next must see.
    _lock_audience(recipient)
    recipient.processed_at = timezone.now()
    if not _address(recipient):
        recipient.remember_mail(None, "no address")
    elif _collect(recipient, now.astimezone(BERLIN).date()):
        _queue(recipient)
    else:
        recipient.remember_mail(None, "nothing new")
    recipient.save(update_fields=["processed_at", "mail_id", "note"])
    return True


def _lock_audience(recipient: DigestRecipient) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"digest:{recipient.administration_id}:{recipient.person_id}:{recipient.reader_id}"],
        )


def _address(recipient: DigestRecipient) -> str:
    if recipient.person is not None:
        return recipient.person.email if recipient.person.is_active else ""
    if recipient.reader is not None:
        return recipient.reader.address
    return recipient.administration.email if recipient.administration else ""


def _collect(recipient: DigestRecipient, today: dt.date) -> bool:
    """Note everything new as told; True if there was anything."""
    if recipient.is_follower:
        return _collect_news(recipient)
    told = tell_new(recipient, today)
    votes = new_votes(recipient)
    DigestVoteCount.objects.bulk_create(votes)
    return bool(told or votes)


def _collect_news(recipient: DigestRecipient) -> bool:
    """Put what waits for the follower into this digest; what is gone from the public is dropped.

    Should it come back, it is spread anew.
    """
    frequency = RunKind(recipient.run.kind).news_frequency
    waiting = waiting_items(frequency).filter(
        person=recipient.person_id, reader=recipient.reader_id
    )
    seen = Q()
    for kind in NEWS_KINDS:
        seen |= Q(kind=kind, subject_id__in=visible(kind))
    mine = DigestItem.objects.filter(pk__in=waiting.values("pk"))
    told = mine.filter(seen).update(recipient=recipient)
    mine.filter(recipient=None).delete()
    return bool(told)


def _queue(recipient: DigestRecipient) -> None:
    person, administration, reader = recipient.person, recipient.administration, recipient.reader
    address = ""
    context: dict[str, Any] = {"digest": recipient.pk}
    if reader is not None:
        kind, key = "news", f"{recipient.run_id}-r{reader.pk}"
        address, context = reader.address, {**context, "language": reader.language}
    elif administration is None:
        kind, key = "news", f"{recipient.run_id}-{recipient.person_id}"
    elif person is None:
        kind, key = "digest", f"{recipient.run_id}-{recipient.administration_id}"
        address = administration.email
    else:
        kind, key = "digest", f"{recipient.run_id}-{recipient.administration_id}-{person.pk}"
    event = record_event(
        "digest.built", on=recipient, by=None, administration=recipient.administration_id
    )
    mail = queue_mail(
        kind,
        key=key,
        recipient=person,
        address=address,
        context=context,
        batch=recipient.run.batch,
        cause=event,
    )
    recipient.remember_mail(mail.pk)


def _complete_runs() -> None:
    DigestRun.objects.filter(completed_at=None).exclude(
        pk__in=DigestRecipient.objects.unprocessed().values("run_id")
    ).update(completed_at=timezone.now())
