"""Saying that a decision was wrong, and deciding again: another person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import IllegalTransition

from ...services.comment import lock
from ..enums import AppealStatus, AppealWay, DecisionKind
from ..exceptions import NotAppealable, SamePerson
from ..models import Appeal, Decision
from .comment import hide, take_back
from .recording import record_decision
from .settling import settle_appeal, tell_appellant

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def receive_appeal(
    decision: Decision, *, text: str, by: User | None, way: AppealWay = AppealWay.FORM
) -> Appeal:
    """Take in an appeal; sent twice, it is the first one. Whoever appeals gets a receipt.

    `by` enters it: whoever appeals, if signed in, or the moderator who got the mail.
    Raises NotAppealable.
    """
    known = Appeal.objects.filter(decision=decision).first()
    if known is not None:
        return known
    rows = Decision.objects.select_for_update(of=("self",)).select_related("comment__author")
    decision = rows.get(pk=decision.pk)
    if not decision.may_be_appealed:
        raise NotAppealable
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                decision=decision,
                way=way,
                entered_by=by,
                text=text,
                first_decided_by_id=decision.by_id,
            )
    except IntegrityError:
        return Appeal.objects.get(decision=decision)
    event = record_event(
        "appeal.received", on=appeal, by=by, comment=decision.comment_id, way=way.value
    )
    tell_appellant(appeal, "appeal_received", cause=event)
    return appeal


@transaction.atomic
def decide_appeal(
    appeal: Appeal, *, by: User, grants: bool, reason: str, rule: str = ""
) -> Decision:
    """Decide again, once. Whoever appealed learns the outcome and the reason.

    Granted, a hidden comment is again what it was before, and a reported one is hidden under
    `rule`. Raises SamePerson when `by` decided first (the database refuses it too),
    IllegalTransition when the appeal was decided before or the comment has changed too much since.
    """
    comment = lock(appeal.decision.comment)
    appeal = (
        Appeal.objects.select_for_update(of=("self",))
        .select_related("decision__comment__author", "decision__report")
        .get(pk=appeal.pk)
    )
    first = appeal.decision
    status = AppealStatus.UPHELD if grants else AppealStatus.REJECTED
    if appeal.status != AppealStatus.OPEN:
        raise IllegalTransition(appeal.status, status)
    if appeal.first_decided_by_id == by.pk:
        raise SamePerson
    if grants and first.kind == DecisionKind.KEEP:
        # Hiding the comment grants every appeal against leaving it, this one too.
        return hide(comment, by=by, rule=rule, reason=reason, report=first.report, on_appeal=appeal)
    kind = DecisionKind.UPHOLD
    if grants:
        comment = take_back(comment, first, by=by)
        kind = DecisionKind.UNDO
    made = record_decision(
        comment, kind, before=comment.status, by=by, reason=reason, on_appeal=appeal
    )
    settle_appeal(appeal, status, by=by, reason=reason)
    return made
