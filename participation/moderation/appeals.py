"""Saying that hiding was wrong. Another person decides: `decide_objection` in the services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail

from .enums import AppealStatus
from .models import Appeal, Decision

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User
    from gdb_portal.core.models import Event

_signer = Signer(salt="participation.appeal")


class NotAppealable(Exception):
    """The decision was taken back, is too long ago, or restricts nobody."""


def appeal_url(decision: Decision) -> str:
    """The form for this decision; whoever has the link needs no account."""
    return reverse("reports:appeal", args=[_signer.sign(str(decision.pk))])


def decision_of(token: str) -> int | None:
    """The decision that the link is about; None for anything that we did not sign."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


@transaction.atomic
def appeal_against(decision: Decision, *, text: str, by: User | None) -> Appeal:
    """Take in an appeal; sent twice, it is the first one. Its author gets a receipt.

    Raises NotAppealable.
    """
    known = Appeal.objects.filter(decision=decision).first()
    if known is not None:
        return known
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    decided = Decision.objects.filter(on_objection_to=decision).exists()
    if decided or not decision.may_be_appealed:
        raise NotAppealable
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                decision=decision, text=text, first_decided_by_id=decision.by_id
            )
    except IntegrityError:
        return Appeal.objects.get(decision=decision)
    event = record_event("appeal.received", on=appeal, by=by, comment=decision.comment_id)
    _tell(appeal, "appeal_received", cause=event)
    return appeal


def settle_appeal(decision: Decision, status: AppealStatus, *, by: User, reason: str) -> None:
    """What the author asked about this decision is decided, if they asked; with it, it is closed.

    Called inside the transaction that decides, which tells the author; no second mail. Whoever
    hid the comment can grant the appeal, and is then not named as the one who decided on it.
    """
    appeal = Appeal.objects.select_for_update().open().filter(decision=decision).first()
    if appeal is None:
        return
    appeal.status = status
    appeal.decided_by = None if by.pk == appeal.first_decided_by_id else by
    appeal.reason = reason
    appeal.decided_at = timezone.now()
    appeal.save(update_fields=["status", "decided_by", "reason", "decided_at"])
    record_event(
        "appeal.decided", on=appeal, by=by, status=status.value, comment=decision.comment_id
    )


def _tell(appeal: Appeal, mail: str, *, cause: Event) -> None:
    author = appeal.decision.comment.author
    if author is not None and author.is_active:
        queue_mail(
            mail,
            key=appeal.reference,
            recipient=author,
            context={"appeal": appeal.pk},
            cause=cause,
        )
