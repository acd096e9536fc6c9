"""Queueing and sending. No other module of the portal speaks to a mail server."""

from __future__ import annotations

import datetime as dt
import logging
import random
import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string, select_template
from django.utils import timezone, translation

from gdb_portal.core.transitions import ensure_transition

from .enums import MAIL_TRANSITIONS, MailStatus, WhenUnknown
from .kinds import KINDS, MailKind
from .models import OutboxMail
from .smtp import Delivery, Outcome, deliver

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

logger = logging.getLogger(__name__)

DOORBELL = "mail:doorbell"
MAXIMUM_ATTEMPTS = 40
GIVE_UP_AFTER = dt.timedelta(days=4)
STUCK_AFTER = dt.timedelta(hours=1)
FORGET_ADDRESS_AFTER = dt.timedelta(days=30)


def queue_mail(
    kind: str,
    *,
    key: str,
    recipient: User | None = None,
    address: str = "",
    context: dict[str, Any] | None = None,
    not_before: dt.datetime | None = None,
) -> OutboxMail:
    """Write one mail into the ledger, inside the transaction of its cause.

    `key` names the cause, e.g. "12-author-5": a second call with the same kind and key changes
    nothing and returns the first row. `context` holds ids (words only where the kind erases them).
    Raises KeyError for an unknown kind, ValueError without recipient and address.
    """
    described = KINDS[kind]
    if recipient is None and not address:
        raise ValueError("A mail needs a recipient or an address.")
    mail, created = OutboxMail.objects.get_or_create(
        key=f"{kind}:{key}",
        defaults={
            "kind": kind,
            "priority": described.priority,
            "recipient": recipient,
            "address": address,
            "context": context or {},
            "next_attempt_at": not_before or timezone.now(),
        },
    )
    if created:
        transaction.on_commit(ring_doorbell, robust=True)
    return mail


def ring_doorbell() -> None:
    """Wake the sender. Losing the ring loses nothing: the sweep finds the row."""
    from .tasks import send_due_mail  # noqa: PLC0415  app ready: tasks import services

    try:
        # One ring wakes the sender for all mails of this moment; it takes the bell down first.
        if cache.add(DOORBELL, 1, timeout=30):
            send_due_mail.delay()
    except Exception:  # noqa: BLE001  broker or cache down: the request must not fail for it
        logger.warning("mail: the doorbell is out of order; the sweep will send")


def send_due(*, limit: int = 200) -> int:
    """Send what is due, most urgent first; stop early when the mail server can't be reached.

    Returns how many mails were handed to the server.
    """
    _take_bell_down()
    sent = 0
    for _round in range(limit):
        mail = claim_next()
        if mail is None:
            break
        delivery = send_claimed(mail)
        if delivery is None:
            continue
        if delivery.outcome is Outcome.SERVER_UNREACHABLE:
            break
        sent += delivery.outcome is Outcome.ACCEPTED
    return sent


def _take_bell_down() -> None:
    try:
        cache.delete(DOORBELL)
    except Exception:  # noqa: BLE001  see ring_doorbell
        logger.warning("mail: the doorbell is out of order; the sweep will send")


@transaction.atomic
def claim_next(*, now: dt.datetime | None = None) -> OutboxMail | None:
    """Take the most urgent due mail for this process alone; other senders skip it."""
    now = now or timezone.now()
    mail = OutboxMail.objects.due(now).select_for_update(skip_locked=True).first()
    if mail is None:
        return None
    _move(mail, MailStatus.SENDING)
    mail.attempts += 1
    mail.claimed_at = now
    mail.save(update_fields=["status", "attempts", "claimed_at"])
    return mail


def send_claimed(mail: OutboxMail) -> Delivery | None:
    """Ask again whether the mail is still wanted, render it, hand it over, note the outcome.

    Returns None when nothing was handed over (no longer wanted, or it could not be rendered).
    """
    kind = KINDS.get(mail.kind)
    if kind is None:
        _finish(mail, MailStatus.FAILED, reason="unknown kind")
        return None
    try:
        message = compose(mail, kind)
    except Exception:
        # A defect of ours: keep the row, say so loudly; a deployment may mend it in time.
        logger.exception("mail %s of kind %s could not be rendered", mail.pk, mail.kind)
        _retry_or_fail(mail, reason="could not be rendered")
        return None
    if message is None:
        _finish(mail, MailStatus.ABORTED, reason="no longer wanted or visible")
        return None
    mail.subject = str(message.subject)[:300]
    delivery = deliver(message)
    _note(mail, kind, delivery)
    return delivery


def compose(mail: OutboxMail, kind: MailKind) -> EmailMultiAlternatives | None:
    """The message as it would go out now, or None when it must not."""
    if not mail.to_address:
        return None
    language = mail.recipient.language if mail.recipient else settings.LANGUAGE_CODE
    with translation.override(language if language in dict(settings.LANGUAGES) else "de"):
        context = kind.build(mail)
        if context is None:
            return None
        context = {"base_url": settings.BASE_URL, "mail": mail, "language": language, **context}
        message = EmailMultiAlternatives(
            subject=" ".join(str(context["subject"]).split()),
            body=render_to_string(f"{kind.template}.txt", context).strip() + "\n",
            from_email=settings.DEFAULT_FROM_EMAIL,
            to=[mail.to_address],
            headers={
                "Message-ID": message_id(mail.pk),
                "Auto-Submitted": "auto-generated",
                **kind.headers,
                **context.get("headers", {}),
            },
        )
        try:
            template = select_template([f"{kind.template}.html"])
        except TemplateDoesNotExist:
            return message
        message.attach_alternative(template.render(context), "text/html")
    return message


def message_id(pk: uuid.UUID) -> str:
    """The same for every attempt, so that a second copy can be recognised (RFC 5322 §3.6.4)."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"
    return f"<{pk}@{domain}>"


def _note(mail: OutboxMail, kind: MailKind, delivery: Delivery) -> None:
    mail.smtp_code, mail.smtp_text = delivery.code, delivery.text
    match delivery.outcome:
        case Outcome.ACCEPTED:
            mail.sent_at = timezone.now()
            _finish(mail, MailStatus.SENT, kind=kind)
        case Outcome.REFUSED:
            _finish(mail, MailStatus.FAILED, reason="refused by the server", kind=kind)
        case Outcome.UNKNOWN:
            _settle_unknown(mail, kind)
        case _:
            _retry_or_fail(mail, reason=delivery.text)


def _settle_unknown(mail: OutboxMail, kind: MailKind) -> None:
    """SMTP has no "exactly once": the kind decides between twice and perhaps never."""
    logger.warning("mail %s: outcome unknown after handing over", mail.pk)
    again = kind.when_unknown is WhenUnknown.RESEND_ONCE and mail.attempts < 2
    _finish(mail, MailStatus.UNKNOWN, reason="connection lost after the message", kind=kind)
    if again:
        _move(mail, MailStatus.QUEUED)
        mail.next_attempt_at = timezone.now() + backoff(mail.attempts)
        mail.save(update_fields=["status", "next_attempt_at"])


def _retry_or_fail(mail: OutboxMail, *, reason: str) -> None:
    too_old = timezone.now() - mail.created_at > GIVE_UP_AFTER
    if too_old or mail.attempts >= MAXIMUM_ATTEMPTS:
        _finish(mail, MailStatus.FAILED, reason=reason)
        return
    _move(mail, MailStatus.QUEUED)
    mail.reason = reason[:200]
    mail.next_attempt_at = timezone.now() + backoff(mail.attempts)
    mail.save()


def _finish(
    mail: OutboxMail, status: MailStatus, *, reason: str = "", kind: MailKind | None = None
) -> None:
    _move(mail, status)
    mail.reason = reason[:200]
    kind = kind or KINDS.get(mail.kind)
    # An uncertain mail may be sent once more and still needs both.
    if kind is not None and status != MailStatus.UNKNOWN:
        if kind.erase_context:
            mail.context = {}
        if kind.erase_address:
            mail.address = ""
    mail.save()


def _move(mail: OutboxMail, after: MailStatus) -> None:
    ensure_transition(mail.status, after, MAIL_TRANSITIONS)
    mail.status = after


def backoff(attempts: int) -> dt.timedelta:
    """How long to wait after so many attempts: one minute, doubling to two hours, plus up to 40 %.

    The jitter keeps a thousand mails from knocking at the same second.
    """
    minutes = min(2 ** max(attempts - 1, 0), 120)
    return dt.timedelta(seconds=minutes * 60 * random.uniform(1.0, 1.4))  # noqa: S311  no secret


def repair(*, now: dt.datetime | None = None) -> int:
    """Settle mails whose sender died, and forget addresses after their time. Returns how many."""
    now = now or timezone.now()
    settled = 0
    for pk in OutboxMail.objects.stuck_in_sending(now - STUCK_AFTER).values_list("pk", flat=True):
        with transaction.atomic():
            mail = (
                OutboxMail.objects.select_for_update(skip_locked=True)
                .stuck_in_sending(now - STUCK_AFTER)
                .filter(pk=pk)
                .first()
            )
            if mail is not None:
                kind = KINDS.get(mail.kind)
                if kind is None:
                    _finish(mail, MailStatus.FAILED, reason="unknown kind")
                else:
                    _settle_unknown(mail, kind)
                settled += 1
    old = OutboxMail.objects.final().filter(created_at__lt=now - FORGET_ADDRESS_AFTER)
    old.exclude(address="").update(address="", smtp_text="")
    return settled
