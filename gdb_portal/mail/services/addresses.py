"""Addresses that mails come back from: counting, suppressing, and letting them back in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event

from ..bounces import BounceReport
from ..enums import BounceClass, SuppressionReason
from ..models import Bounce, OutboxMail, Suppression
from ..tokens import address_code, shortened

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

SOFT_BOUNCES = 4
SOFT_WINDOW = dt.timedelta(days=30)


@transaction.atomic
def note_bounce(report: BounceReport) -> bool:
    """Count that a mail came back, and suppress its address when that is enough.

    An address that does not exist or whose owner complained is suppressed at once; four mails of a
    month that came back for other reasons suppress it for a month. Returns False when the mail is
    unknown or its return was counted before.
    """
    mail = OutboxMail.objects.select_for_update().filter(pk=report.mail_id).first()
    if mail is None or not mail.address_code:
        return False
    bounce, created = Bounce.objects.get_or_create(
        mail=mail,
        defaults={
            "address_code": mail.address_code,
            "severity": report.severity,
            "status": report.status,
        },
    )
    if not created:
        return False
    record_event("mail.bounced", on=mail, by=None, status=report.status, severity=report.severity)
    match report.severity:
        case BounceClass.HARD:
            _suppress(mail.address_code, _shown(mail), SuppressionReason.HARD_BOUNCE, by=None)
        case BounceClass.COMPLAINT:
            _suppress(mail.address_code, _shown(mail), SuppressionReason.COMPLAINT, by=None)
        case _:
            _suppress_if_often(mail)
    return True


def _suppress_if_often(mail: OutboxMail) -> None:
    now = timezone.now()
    recent = Bounce.objects.filter(address_code=mail.address_code, created_at__gt=now - SOFT_WINDOW)
    if recent.count() >= SOFT_BOUNCES:
        _suppress(
            mail.address_code,
            _shown(mail),
            SuppressionReason.SOFT_BOUNCES,
            by=None,
            until=now + SOFT_WINDOW,
        )


def _shown(mail: OutboxMail) -> str:
    """The address as staff see it, as long as it is still the one that the mail went to."""
    same = address_code(mail.to_address) == mail.address_code
    return shortened(mail.to_address) if same else "–"


@transaction.atomic
def suppress_address(address: str, *, by: User) -> Suppression:
    """Send nothing to the address any more, because a person of the staff says so."""
    return _suppress(address_code(address), shortened(address), SuppressionReason.STAFF, by=by)


def _suppress(
    code: str,
    shown_as: str,
    reason: SuppressionReason,
    *,
    by: User | None,
    until: dt.datetime | None = None,
) -> Suppression:
    suppression, _created = Suppression.objects.update_or_create(
        address_code=code, defaults={"shown_as": shown_as, "reason": reason, "until": until}
    )
    record_event("mail.address_suppressed", on=suppression, by=by, reason=str(reason))
    return suppression


@transaction.atomic
def unsuppress_address(code: str, *, by: User) -> bool:
    """Try the address again; what came back before no longer counts. False if it was not listed."""
    suppression = Suppression.objects.select_for_update().filter(pk=code).first()
    if suppression is None:
        return False
    Bounce.objects.filter(address_code=code).update(address_code="")
    record_event("mail.address_released", on=suppression, by=by, reason=suppression.reason)
    suppression.delete()
    return True


def suppression_of(address: str) -> Suppression | None:
    """What keeps mails from this address at the moment."""
    active = Suppression.objects.active(timezone.now())
    return active.filter(pk=address_code(address)).first() if address else None
