"""Writing a mail into the ledger, in the transaction of its cause."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, transaction
from django.utils import timezone

from gdb_portal.core.models import Event

from ..enums import MailStatus, Priority
from ..kinds import KINDS, MailKind
from ..models import OutboxMail
from ..tokens import address_code

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

logger = logging.getLogger(__name__)

DOORBELL = "mail:doorbell"
ONE_DAY = dt.timedelta(hours=24)


@transaction.atomic
def queue_mail(
    kind: str,
    *,
    key: str,
    recipient: User | None = None,
    address: str = "",
    context: dict[str, Any] | None = None,
    not_before: dt.datetime | None = None,
    batch: str = "",
    cause: Event | None = None,
) -> OutboxMail:
    """Write one mail into the ledger, inside the transaction of its cause.

    `key` names the cause, e.g. "12-author-5": a second call with the same kind and key changes
    nothing and returns the first row. `context` holds ids (words only where the kind erases them).
    `batch` names what can be stopped together, `cause` is the event that staff see as the reason.
    A kind with a hold period waits for it. An address that got its daily share gets an aborted row.
    Raises KeyError for an unknown kind, ValueError without recipient and address or for an address
    that is none.
    """
    described = KINDS[kind]
    _ensure_addressed(recipient, address)
    code = address_code(address or (recipient.email if recipient else ""))
    mail, created = OutboxMail.objects.get_or_create(
        key=f"{kind}:{key}",
        defaults={
            "kind": kind,
            "priority": described.priority,
            "recipient": recipient,
            "address": address,
            "address_code": code,
            "context": context or {},
            "batch": batch,
            "cause": cause,
            "next_attempt_at": max(not_before or timezone.now(), timezone.now() + described.hold),
        },
    )
    if created:
        if _has_had_enough(mail, described):
            _refuse(mail, described)
        else:
            urgent = described.priority == Priority.TRANSACTIONAL
            transaction.on_commit(lambda: ring_doorbell(urgent=urgent), robust=True)
    return mail


def _ensure_addressed(recipient: User | None, address: str) -> None:
    if recipient is None and not address:
        raise ValueError("A mail needs a recipient or an address.")
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValueError("This is no mail address.") from error


def _has_had_enough(mail: OutboxMail, kind: MailKind) -> bool:
    """Whoever types a stranger's address into our forms must not fill that person's mailbox."""
    if not kind.daily_cap:
        return False
    with connection.cursor() as cursor:
        # Twenty requests at the same moment count one after the other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{mail.kind}:{mail.address_code}"],
        )
    today = OutboxMail.objects.filter(
        address_code=mail.address_code, kind=mail.kind, created_at__gt=timezone.now() - ONE_DAY
    )
    return today.exclude(pk=mail.pk).exclude(status=MailStatus.ABORTED).count() >= kind.daily_cap


def _refuse(mail: OutboxMail, kind: MailKind) -> None:
    mail.status = MailStatus.ABORTED
    mail.reason = "too many to this address today"
    if kind.erase_context:
        mail.context = {}
    mail.save(update_fields=["status", "reason", "context"])


def ring_doorbell(*, urgent: bool = False) -> None:
    """Wake the sender. Losing the ring loses nothing: the sweep finds the row."""
    from ..tasks import send_due_mail, send_urgent_mail  # noqa: PLC0415  app ready

    task = send_urgent_mail if urgent else send_due_mail
    try:
        # One ring wakes the sender for all mails of this moment; it takes the bell down first.
        if cache.add(bell(urgent=urgent), 1, timeout=30):
            task.delay()
    except Exception:  # noqa: BLE001  broker or cache down: the request must not fail for it
        logger.warning("mail: the doorbell is out of order; the sweep will send")


def take_bell_down(*, urgent: bool) -> None:
    """Whoever rings from now on wakes a new sender."""
    try:
        cache.delete(bell(urgent=urgent))
    except Exception:  # noqa: BLE001  see ring_doorbell
        logger.warning("mail: the doorbell is out of order; the sweep will send")


def bell(*, urgent: bool) -> str:
    return f"{DOORBELL}:urgent" if urgent else DOORBELL
