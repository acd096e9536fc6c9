"""Deciding on comments and reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from gdb_portal.core.events import record_event
from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.services import queue_mail

from ..enums import CommentStatus
from ..models import Comment
from ..services.comment import (
    hide_comment,
    lock,
    publish_comment,
    return_comment,
    set_answer_wish,
)
from .appeals import settle_appeal
from .enums import AppealStatus, DecisionKind, ReportStatus
from .exceptions import SamePerson
from .models import Decision, Report

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def approve(comment: Comment, *, by: User) -> Decision:
    """Publish a waiting comment; its author is told by mail.

    Raises IllegalTransition when somebody else decided first.
    """
    before = _expect(comment, CommentStatus.PENDING)
    publish_comment(comment, by=by)
    decision = _decide(comment, DecisionKind.PUBLISH, before=before, by=by)
    _tell_author(decision, "comment_published")
    return decision


@transaction.atomic
def hide(
    comment: Comment, *, by: User, rule: str, reason: str, report: Report | None = None
) -> Decision:
    """Hide a waiting or public comment; the author gets rule, reason and own text by mail.

    Open reports on it are upheld and their senders told. Raises IllegalTransition when it is
    already hidden or withdrawn.
    """
    before = lock(comment).status
    hide_comment(comment, by=by, rule=rule)
    decision = _decide(
        comment, DecisionKind.HIDE, before=before, by=by, rule=rule, reason=reason, report=report
    )
    _tell_author(decision, "comment_hidden")
    for open_report in Report.objects.open().filter(comment=comment):
        _close(open_report, ReportStatus.UPHELD, by=by)
    return decision


@transaction.atomic
def keep(report: Report, *, by: User, reason: str) -> Decision:
    """Leave a reported comment as it is; whoever reported it learns the reason.

    Raises IllegalTransition when the report was decided before.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.status != ReportStatus.OPEN:
        raise IllegalTransition(report.status, ReportStatus.REJECTED)
    decision = _decide(
        report.comment,
        DecisionKind.KEEP,
        before=report.comment.status,
        by=by,
        reason=reason,
        report=report,
    )
    _close(report, ReportStatus.REJECTED, by=by)
    return decision


@transaction.atomic
def undo(decision: Decision, *, by: User) -> Comment:
    """Take back the last decision on a comment: it is again what it was before; the author is told.

    Raises IllegalTransition when something happened to the comment since.
    """
    comment = lock(decision.comment)
    last = _last_decision(comment, decision)
    comment = _take_back(comment, last, by=by)
    undone = _decide(comment, DecisionKind.UNDO, before=comment.status, by=by)
    if last.kind == DecisionKind.HIDE:
        reason = gettext("Die Moderation hat ihre Entscheidung selbst zurückgenommen.")
        settle_appeal(last, AppealStatus.UPHELD, by=by, reason=reason)
        _tell_author(undone, "decision_undone")
    return comment


@transaction.atomic
def decide_objection(decision: Decision, *, by: User, takes_back: bool, reason: str) -> Decision:
    """The author objected to the hiding: take it back or uphold it. The author learns the reason.

    Raises SamePerson when `by` hid the comment (the database refuses it too), IllegalTransition
    when it was no hiding, something happened since, or the objection was decided before.
    """
    comment = lock(decision.comment)
    last = _last_decision(comment, decision)
    decided = Decision.objects.filter(on_objection_to=last).exists()
    if last.kind != DecisionKind.HIDE or decided:
        raise IllegalTransition(comment.status, decision.before)
    if last.by_id == by.pk:
        raise SamePerson
    if takes_back:
        comment = _take_back(comment, last, by=by)
    kind = DecisionKind.UNDO if takes_back else DecisionKind.UPHOLD
    made = _decide(comment, kind, before=comment.status, by=by, reason=reason, objected=last)
    status = AppealStatus.UPHELD if takes_back else AppealStatus.REJECTED
    settle_appeal(last, status, by=by, reason=reason)
    _tell_author(made, "decision_undone" if takes_back else "decision_upheld")
    return made


def _last_decision(comment: Comment, decision: Decision) -> Decision:
    """The decision under the lock, if it is the last one that still stands and can be undone."""
    after = {DecisionKind.UNDO, DecisionKind.UPHOLD}
    last = comment.decisions.standing().exclude(kind__in=after).first()
    if last is None or last.pk != decision.pk or last.kind not in _UNDOABLE:
        raise IllegalTransition(comment.status, decision.before)
    if comment.status != _UNDOABLE[DecisionKind(last.kind)]:
        raise IllegalTransition(comment.status, decision.before)
    return last


def _take_back(comment: Comment, last: Decision, *, by: User) -> Comment:
    if last.before == CommentStatus.PUBLISHED:
        comment = publish_comment(comment, by=by)
    else:
        comment = return_comment(comment, by=by)
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    return comment


@transaction.atomic
def change_answer_wish(comment: Comment, *, by: User, wants_answer: bool, reason: str) -> Decision:
    """Set or clear the wish for an answer with a reason; cases open or close accordingly."""
    before = lock(comment).status
    set_answer_wish(comment, by=by, wants_answer=wants_answer)
    return _decide(comment, DecisionKind.ANSWER_WISH, before=before, by=by, reason=reason)


@transaction.atomic
def report_comment(
    comment: Comment, *, ground: str, rule: str, explanation: str, email: str, by: User | None
) -> Report:
    """Take in a report with the text as it stands now; a receipt goes to the address, if given."""
    report = Report.objects.create(
        comment=comment,
        ground=ground,
        rule=rule,
        explanation=explanation,
        email=email,
        reported_text=comment.text,
    )
    event = record_event("report.received", on=report, by=by, comment=comment.pk, ground=ground)
    if email:
        queue_mail(
            "report_received",
            key=report.reference,
            address=email,
            context=_ids(report),
            cause=event,
        )
    return report


_UNDOABLE = {
    DecisionKind.PUBLISH: CommentStatus.PUBLISHED,
    DecisionKind.HIDE: CommentStatus.HIDDEN,
}


def _expect(comment: Comment, status: CommentStatus) -> str:
    present = lock(comment).status
    if present != status:
        raise IllegalTransition(present, status)
    return present


def _decide(
    comment: Comment,
    kind: DecisionKind,
    *,
    before: str,
    by: User,
    rule: str = "",
    reason: str = "",
    report: Report | None = None,
    objected: Decision | None = None,
) -> Decision:
    decision = Decision.objects.create(
        comment=comment,
        kind=kind,
        before=before,
        by=by,
        rule=rule,
        reason=reason,
        report=report,
        on_objection_to=objected,
        first_by=objected.by if objected else None,
    )
    record_event("decision.made", on=decision, by=by, comment=comment.pk, decision=kind, rule=rule)
    return decision


def _tell_author(decision: Decision, mail: str) -> None:
    author = decision.comment.author
    if author is not None and author.is_active:
        queue_mail(
            mail,
            key=str(decision.pk),
            recipient=author,
            context={"decision": decision.pk},
            cause=Event.objects.about(decision).of_kind("decision.made").get(),
        )


def _close(report: Report, status: ReportStatus, *, by: User) -> None:
    report.status = status
    report.decided_at = timezone.now()
    report.save(update_fields=["status", "decided_at"])
    event = record_event(
        "report.decided", on=report, by=by, status=status, comment=report.comment_id
    )
    if report.email:
        queue_mail(
            "report_decided",
            key=report.reference,
            address=report.email,
            context=_ids(report),
            cause=event,
        )


def _ids(report: Report) -> dict[str, int]:
    return {"report": report.pk}
