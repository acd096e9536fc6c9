"""What a crashed sender left behind, and what has to be forgotten in time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event

from ..enums import MailStatus
from ..models import ArchivedMail, Bounce, JobSignal, OutboxMail, Suppression
from .readers import forget_unconfirmed
from .sending import finish, retry_or_fail, settle_unknown

# Longer than a task may live (CELERY_TASK_TIME_LIMIT) and than one conversation with the server.
STUCK_AFTER = dt.timedelta(minutes=10)
CRASHES = 3
FORGET_ADDRESS_AFTER = dt.timedelta(days=30)
FORGET_BOUNCES_AFTER = dt.timedelta(days=90)


def repair(*, now: dt.datetime | None = None) -> int:
    """Settle mails whose sender died, and forget what has had its time. Returns how many."""
    now = now or timezone.now()
    settled = 0
    stuck = OutboxMail.objects.stuck_in_sending(now - STUCK_AFTER)
    for pk in stuck.values_list("pk", flat=True):
        settled += _settle(pk, now - STUCK_AFTER)
    _forget(now)
    return settled


@transaction.atomic
def _settle(pk: object, since: dt.datetime) -> bool:
    """A sender died. Before the text was handed over: again. Afterwards: nobody knows."""
    mail = (
        OutboxMail.objects.select_for_update(skip_locked=True)
        .stuck_in_sending(since)
        .filter(pk=pk)
        .first()
    )
    if mail is None:
        return False
    if mail.handed_over_at is not None:
        settle_unknown(mail)
    elif mail.attempts >= CRASHES:
        # A mail that kills whoever touches it must not go on for ever.
        finish(mail, MailStatus.FAILED, reason="its senders died")
    else:
        retry_or_fail(mail, reason="its sender died")
    record_event("mail.repaired", on=mail, by=None, status=mail.status)
    return True


def _forget(now: dt.datetime) -> None:
    """Unconfirmed requests, addresses of old mails, archived texts and bounces: each in time."""
    forget_unconfirmed(now)
    old = OutboxMail.objects.final().filter(created_at__lt=now - FORGET_ADDRESS_AFTER)
    old.exclude(address="", address_code="").update(address="", address_code="", smtp_text="")
    ArchivedMail.objects.filter(keep_until__lt=now).delete()
    Bounce.objects.filter(created_at__lt=now - FORGET_BOUNCES_AFTER).delete()
    Suppression.objects.filter(until__lt=now).delete()


def signal(job: str) -> None:
    """Note that a recurring job has just finished its round."""
    JobSignal.objects.update_or_create(job=job, defaults={"finished_at": timezone.now()})
