"""Sending: claim, ask again, hand over, note the outcome."""

from __future__ import annotations

import datetime as dt
import logging
import random

from django.db import transaction
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from gdb_portal.core.transitions import ensure_transition

from ..bounces import HARD_STATUS, BounceReport
from ..enums import FINAL, MAIL_TRANSITIONS, BounceClass, MailStatus, WhenUnknown
from ..kinds import KINDS, MailKind
from ..models import ArchivedMail, OutboxMail
from ..smtp import ClaimLost, Delivery, Outcome, deliver
from ..tokens import address_code
from .addresses import note_bounce
from .composing import compose, why_not
from .queueing import take_bell_down
from .server import may_try, note_success, note_trouble

logger = logging.getLogger(__name__)

BATCH = 200
MAXIMUM_ATTEMPTS = 40
GIVE_UP_AFTER = dt.timedelta(days=4)
ONE_MINUTE = dt.timedelta(minutes=1)
# Full mailboxes and offended servers need longer than a greylist does.
SLOW_CODES = frozenset({432, 452, 552})
POLICY_ATTEMPTS = 3


def send_due(*, limit: int = BATCH, urgent_only: bool = False) -> int:
    """Send what is due, most urgent first; stop when the mail server does not take mail.

    Returns how many mails were handed to the server.
    """
    take_bell_down(urgent=urgent_only)
    sent = 0
    for _round in range(limit):
        if not may_try(timezone.now()):
            break
        mail = claim_next(urgent_only=urgent_only)
        if mail is None:
            break
        delivery = send_claimed(mail)
        if delivery is None:
            continue
        if delivery.outcome is Outcome.SERVER_UNREACHABLE:
            break
        sent += delivery.outcome is Outcome.ACCEPTED
    return sent


@transaction.atomic
def claim_next(*, now: dt.datetime | None = None, urgent_only: bool = False) -> OutboxMail | None:
    """Take the most urgent due mail for this process alone; other senders skip it."""
    now = now or timezone.now()
    due = OutboxMail.objects.due(now)
    if urgent_only:
        due = due.urgent()
    mail = due.select_for_update(skip_locked=True).first()
    if mail is None:
        return None
    _move(mail, MailStatus.SENDING)
    mail.attempts += 1
    mail.claimed_at = now
    mail.handed_over_at = None
    mail.save(update_fields=["status", "attempts", "claimed_at", "handed_over_at"])
    return mail


def send_claimed(mail: OutboxMail) -> Delivery | None:
    """Ask again whether the mail is still wanted, render it, hand it over, note the outcome.

    Returns None when nothing was handed over (no longer wanted, or it could not be rendered).
    """
    kind = KINDS.get(mail.kind)
    if kind is None:
        finish(mail, MailStatus.FAILED, reason="unknown kind")
        return None
    try:
        message = compose(mail, kind)
    except Exception:
        # A defect of ours: keep the row, say so loudly; a deployment may mend it in time.
        logger.exception("mail %s of kind %s could not be rendered", mail.pk, mail.kind)
        retry_or_fail(mail, reason="could not be rendered")
        return None
    if message is None:
        finish(
            mail, MailStatus.ABORTED, reason=why_not(mail, kind) or "no longer wanted or visible"
        )
        return None
    mail.subject = str(message.subject)[:300]
    mail.address_code = address_code(mail.to_address)
    try:
        delivery = deliver(message, before_body=lambda: _note_handing_over(mail))
    except ClaimLost:
        logger.warning("mail %s: claimed by another sender meanwhile", mail.pk)
        return None
    _note_server(delivery)
    _note(mail, kind, delivery, text=str(message.body))
    return delivery


def _note_handing_over(mail: OutboxMail) -> None:
    """From here on the mail may arrive. A sender that slept through its claim stops here."""
    now = timezone.now()
    ours = OutboxMail.objects.filter(
        pk=mail.pk, status=MailStatus.SENDING, claimed_at=mail.claimed_at
    )
    # An account deleted while we were sending stays erased.
    is_erased = Q(recipient=None, address="")
    code = Case(When(is_erased, then=Value("")), default=Value(mail.address_code))
    if not ours.update(handed_over_at=now, subject=mail.subject, address_code=code):
        raise ClaimLost
    mail.handed_over_at = now


def _note_server(delivery: Delivery) -> None:
    if delivery.outcome is Outcome.SERVER_UNREACHABLE:
        note_trouble(delivery, certain=True)
    elif delivery.suspicious:
        note_trouble(delivery, certain=False)
    elif delivery.outcome is not Outcome.UNKNOWN:
        note_success()


@transaction.atomic
def _note(mail: OutboxMail, kind: MailKind, delivery: Delivery, *, text: str) -> None:
    if not _still_ours(mail):
        logger.warning("mail %s: its outcome came too late to be noted", mail.pk)
        return
    mail.smtp_code, mail.smtp_text = delivery.code, delivery.text
    match delivery.outcome:
        case Outcome.ACCEPTED:
            mail.sent_at = timezone.now()
            finish(mail, MailStatus.SENT)
            _archive(mail, kind, text)
        case Outcome.REFUSED:
            finish(mail, MailStatus.FAILED, reason="refused by the server")
            _suppress_if_unknown(mail, delivery)
        case Outcome.UNKNOWN:
            settle_unknown(mail)
        case Outcome.SERVER_UNREACHABLE:
            _put_back(mail, reason=delivery.text)
        case _:
            retry_or_fail(
                mail, reason=delivery.text, code=delivery.code, policy=_is_policy(delivery)
            )


def _still_ours(mail: OutboxMail) -> bool:
    return (
        OutboxMail.objects.select_for_update()
        .filter(pk=mail.pk, status=MailStatus.SENDING, claimed_at=mail.claimed_at)
        .exists()
    )


def _archive(mail: OutboxMail, kind: MailKind, text: str) -> None:
    if kind.archive_days:
        keep_until = timezone.now() + dt.timedelta(days=kind.archive_days)
        ArchivedMail.objects.create(mail=mail, text=text, keep_until=keep_until)


def _suppress_if_unknown(mail: OutboxMail, delivery: Delivery) -> None:
    if HARD_STATUS.fullmatch(delivery.status):
        note_bounce(BounceReport(mail.pk, BounceClass.HARD, delivery.status))


def _is_policy(delivery: Delivery) -> bool:
    return delivery.code is not None and delivery.code >= 500


def settle_unknown(mail: OutboxMail) -> None:
    """SMTP has no "exactly once": the kind decides between twice and perhaps never."""
    logger.warning("mail %s: outcome unknown after handing over", mail.pk)
    kind = KINDS.get(mail.kind)
    again = kind is not None and kind.when_unknown is WhenUnknown.RESEND_ONCE and mail.attempts < 2
    finish(mail, MailStatus.UNKNOWN, reason="connection lost after the message")
    if again:
        _move(mail, MailStatus.QUEUED)
        mail.next_attempt_at = timezone.now() + backoff(mail.attempts)
        mail.save(update_fields=["status", "next_attempt_at"])


def _put_back(mail: OutboxMail, *, reason: str) -> None:
    """Nobody could have sent it: it waits as before, and the try does not count."""
    _move(mail, MailStatus.QUEUED)
    mail.attempts -= 1
    mail.reason = reason[:200]
    # Later than its fellows, so that one poisonous mail can't be every probe.
    mail.next_attempt_at = timezone.now() + ONE_MINUTE
    _save(mail)


def retry_or_fail(
    mail: OutboxMail, *, reason: str, code: int | None = None, policy: bool = False
) -> None:
    """Try again later, each time later; give up after four days, or soon where policy forbids."""
    too_old = timezone.now() - mail.created_at > GIVE_UP_AFTER
    limit = POLICY_ATTEMPTS if policy else MAXIMUM_ATTEMPTS
    if too_old or mail.attempts >= limit:
        finish(mail, MailStatus.FAILED, reason=reason)
        return
    _move(mail, MailStatus.QUEUED)
    mail.reason = reason[:200]
    mail.next_attempt_at = timezone.now() + backoff(
        mail.attempts, slow=policy or code in SLOW_CODES
    )
    _save(mail)


def finish(mail: OutboxMail, status: MailStatus, *, reason: str = "") -> None:
    """The last word on a mail; secrets go with it."""
    _move(mail, status)
    mail.reason = reason[:200]
    kind = KINDS.get(mail.kind)
    erased = []
    # An uncertain mail may be sent once more and still needs both.
    if kind is not None and status in FINAL and status != MailStatus.UNKNOWN:
        if kind.erase_context:
            mail.context = {}
            erased.append("context")
        if kind.erase_address:
            mail.address = mail.address_code = ""
            erased += ["address", "address_code"]
    _save(mail, *erased)


def _save(mail: OutboxMail, *more: str) -> None:
    # Named fields only: an account deleted while we were sending must stay erased.
    fields = "status reason attempts next_attempt_at subject smtp_code smtp_text sent_at"
    mail.save(update_fields=[*fields.split(), *more])


def _move(mail: OutboxMail, after: MailStatus) -> None:
    ensure_transition(mail.status, after, MAIL_TRANSITIONS)
    mail.status = after


def backoff(attempts: int, *, slow: bool = False) -> dt.timedelta:
    """How long to wait after so many attempts: one minute, doubling to two hours, plus up to 40 %.

    `slow` begins at sixteen minutes. The jitter keeps a thousand mails from knocking at once.
    """
    minutes = min(2 ** max(attempts - 1 + 4 * slow, 0), 120)
    return dt.timedelta(seconds=minutes * 60 * random.uniform(1.0, 1.4))  # noqa: S311  no secret
