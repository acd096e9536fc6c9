"""Deciding on comments, and taking a decision back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from gdb_portal.core.transitions import IllegalTransition

from ...enums import CommentStatus
from ...models import Comment
from ...services.comment import (
    hide_comment,
    lock,
    publish_comment,
    return_comment,
    set_answer_wish,
)
from ..enums import AppealStatus, DecisionKind, ReportStatus
from ..models import Appeal, Decision, Report
from .recording import record_decision, tell_author
from .settling import close_report, settle_appeal

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

_UNDOABLE = {
    DecisionKind.PUBLISH: CommentStatus.PUBLISHED,
    DecisionKind.HIDE: CommentStatus.HIDDEN,
}


@transaction.atomic
def approve(comment: Comment, *, by: User) -> Decision:
    """Publish a waiting comment; its author is told by mail.

    Raises IllegalTransition when somebody else decided first.
    """
    before = lock(comment).status
    if before != CommentStatus.PENDING:
        raise IllegalTransition(before, CommentStatus.PENDING)
    publish_comment(comment, by=by)
    decision = record_decision(comment, DecisionKind.PUBLISH, before=before, by=by)
    tell_author(decision, "comment_published")
    return decision


@transaction.atomic
def hide(
    comment: Comment,
    *,
    by: User,
    rule: str,
    reason: str,
    report: Report | None = None,
    on_appeal: Appeal | None = None,
) -> Decision:
    """Hide a waiting or public comment; the author gets rule, reason and own text by mail.

    Open reports on it are upheld, appeals against leaving it are granted, their senders told.
    Raises IllegalTransition when it is already hidden or withdrawn.
    """
    before = lock(comment).status
    hide_comment(comment, by=by, rule=rule)
    decision = record_decision(
        comment,
        DecisionKind.HIDE,
        before=before,
        by=by,
        rule=rule,
        reason=reason,
        report=report,
        on_appeal=on_appeal,
    )
    tell_author(decision, "comment_hidden")
    for open_report in Report.objects.open().filter(comment=comment):
        close_report(open_report, ReportStatus.UPHELD, by=by)
    for appeal in _open_appeals(decision__comment=comment, decision__kind=DecisionKind.KEEP):
        settle_appeal(appeal, AppealStatus.UPHELD, by=by, reason=reason)
        if appeal.decision.report is not None:
            close_report(appeal.decision.report, ReportStatus.UPHELD, by=by)
    return decision


@transaction.atomic
def undo(decision: Decision, *, by: User) -> Comment:
    """Take back the last decision on a comment: it is again what it was before; the author is told.

    An appeal against it is granted by that. Raises IllegalTransition when something happened to
    the comment since.
    """
    comment = lock(decision.comment)
    last = _last_decision(comment, decision)
    comment = take_back(comment, last, by=by)
    undone = record_decision(comment, DecisionKind.UNDO, before=comment.status, by=by)
    if last.kind == DecisionKind.HIDE:
        appeals = _open_appeals(decision=last)
        for appeal in appeals:
            reason = gettext("Die Moderation hat ihre Entscheidung selbst zurückgenommen.")
            settle_appeal(appeal, AppealStatus.UPHELD, by=by, reason=reason)
        if not appeals:
            tell_author(undone, "decision_undone")
    return comment


@transaction.atomic
def change_answer_wish(comment: Comment, *, by: User, wants_answer: bool, reason: str) -> Decision:
    """Set or clear the wish for an answer with a reason; cases open or close accordingly."""
    before = lock(comment).status
    set_answer_wish(comment, by=by, wants_answer=wants_answer)
    return record_decision(comment, DecisionKind.ANSWER_WISH, before=before, by=by, reason=reason)


def take_back(comment: Comment, decision: Decision, *, by: User) -> Comment:
    """Make the locked comment what it was before the decision, which stands no longer."""
    if decision.before == CommentStatus.PUBLISHED:
        comment = publish_comment(comment, by=by)
    else:
        comment = return_comment(comment, by=by)
    decision.undone_at = timezone.now()
    decision.save(update_fields=["undone_at"])
    return comment


def _last_decision(comment: Comment, decision: Decision) -> Decision:
    """The decision under the lock, if it is the last one that still stands and can be undone."""
    after = {DecisionKind.UNDO, DecisionKind.UPHOLD}
    last = comment.decisions.standing().exclude(kind__in=after).first()
    if last is None or last.pk != decision.pk or last.kind not in _UNDOABLE:
        raise IllegalTransition(comment.status, decision.before)
    if comment.status != _UNDOABLE[DecisionKind(last.kind)]:
        raise IllegalTransition(comment.status, decision.before)
    return last


def _open_appeals(**which: object) -> list[Appeal]:
    """Locked, so that nobody decides on them meanwhile."""
    rows = Appeal.objects.open().filter(**which).select_for_update(of=("self",))
    return list(rows.select_related("decision__comment__author", "decision__report"))
