"""What administrators do with the ledger: stop, send again, pause a kind."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event

from ..enums import FINAL, MailStatus
from ..exceptions import CanNotResend
from ..kinds import KINDS
from ..models import KindPause, OutboxMail
from .queueing import queue_mail
from .sending import finish

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def stop_mail(mail: OutboxMail, *, by: User) -> OutboxMail:
    """The mail is not sent. Raises IllegalTransition when it is no longer waiting."""
    mail = OutboxMail.objects.select_for_update().get(pk=mail.pk)
    finish(mail, MailStatus.ABORTED, reason="stopped by staff")
    record_event("mail.stopped", on=mail, by=by, mail_kind=mail.kind)
    return mail


@transaction.atomic
def stop_batch(batch: str, *, by: User | None) -> int:
    """Nothing more of this batch is sent; what is under way or gone stays. Returns how many."""
    waiting = OutboxMail.objects.in_batch(batch).waiting().select_for_update()
    mails = list(waiting)
    for mail in mails:
        finish(mail, MailStatus.ABORTED, reason="stopped by staff")
    if mails:
        record_event("mail.batch_stopped", on=mails[0], by=by, batch=batch, count=len(mails))
    return len(mails)


@transaction.atomic
def stop_before(moment: dt.datetime) -> int:
    """After a restore: what waited at the moment of the backup was probably sent since. Stop it.

    Also what a sender held at that moment. Staff see the rows and send again what was missing.
    """
    mails = list(
        OutboxMail.objects.filter(
            status__in=[MailStatus.QUEUED, MailStatus.SENDING], created_at__lte=moment
        ).select_for_update()
    )
    for mail in mails:
        finish(mail, MailStatus.ABORTED, reason="waited when the backup was made")
        record_event("mail.stopped", on=mail, by=None, mail_kind=mail.kind)
    return len(mails)


def why_not_again(mail: OutboxMail) -> str:
    """Why a mail can't be sent once more, for staff; "" when it can."""
    kind = KINDS.get(mail.kind)
    if mail.status not in FINAL:
        return "not final"
    if kind is None or kind.erase_context:
        return "secret"
    return "" if mail.to_address else "no address"


@transaction.atomic
def resend_mail(mail: OutboxMail, *, by: User) -> OutboxMail:
    """Queue a new mail about the same thing to the same recipient, rendered anew.

    The old row keeps its state. Raises CanNotResend when it waits, held a secret or has no address.
    """
    mail = OutboxMail.objects.select_for_update().get(pk=mail.pk)
    if reason := why_not_again(mail):
        raise CanNotResend(reason)
    count = OutboxMail.objects.filter(resend_of=mail).count()
    again = queue_mail(
        mail.kind,
        key=f"{mail.pk}-again-{count + 1}",
        recipient=mail.recipient,
        address=mail.address,
        context=mail.context,
        cause=mail.cause,
    )
    again.resend_of = mail
    # Somebody asked for it right now: no hold period.
    again.next_attempt_at = timezone.now()
    again.save(update_fields=["resend_of", "next_attempt_at"])
    record_event("mail.resent", on=mail, by=by, mail_kind=mail.kind, again=str(again.pk))
    return again


@transaction.atomic
def pause_kind(kind: str, *, by: User | None, reason: str) -> bool:
    """Mails of this kind wait from now on. Returns False when they already do."""
    pause, created = KindPause.objects.get_or_create(
        kind=KINDS[kind].name, defaults={"reason": reason}
    )
    if created:
        record_event("mail.kind_paused", on=pause, by=by, mail_kind=kind, reason=reason)
    return created


@transaction.atomic
def resume_kind(kind: str, *, by: User | None) -> bool:
    """Mails of this kind go out again, those that waited first of all. False if none was paused."""
    pause = KindPause.objects.select_for_update().filter(pk=kind).first()
    if pause is None:
        return False
    record_event("mail.kind_resumed", on=pause, by=by, mail_kind=kind)
    pause.delete()
    return True
