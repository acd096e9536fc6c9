"""Writing down what was decided, and telling the author of the comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gdb_portal.core.events import record_event
from gdb_portal.core.models import Event
from gdb_portal.mail.services import queue_mail

from ...models import Comment
from ..enums import DecisionKind
from ..models import Appeal, Decision, Report

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def record_decision(
    comment: Comment,
    kind: DecisionKind,
    *,
    before: str,
    by: User,
    rule: str = "",
    reason: str = "",
    report: Report | None = None,
    on_appeal: Appeal | None = None,
) -> Decision:
    """Note the decision, inside the transaction that carries it out."""
    decision = Decision.objects.create(
        comment=comment,
        kind=kind,
        before=before,
        by=by,
        rule=rule,
        reason=reason,
        report=report,
        on_appeal=on_appeal,
    )
    record_event("decision.made", on=decision, by=by, comment=comment.pk, decision=kind, rule=rule)
    return decision


def tell_author(decision: Decision, mail: str) -> None:
    """Queue the mail about this decision, if the comment's author still has an account."""
    author = decision.comment.author
    if author is not None and author.is_active:
        queue_mail(
            mail,
            key=str(decision.pk),
            recipient=author,
            context={"decision": decision.pk},
            cause=Event.objects.about(decision).of_kind("decision.made").get(),
        )
