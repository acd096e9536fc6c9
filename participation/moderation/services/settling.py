"""Closing what a decision answers: reports and appeals. Whoever sent them is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail

from ..enums import AppealStatus, ReportStatus
from ..models import Appeal, Report

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User
    from gdb_portal.core.models import Event


def close_report(report: Report, status: ReportStatus, *, by: User) -> None:
    """The report is decided. Its address, if given, is told the first time, not on appeal."""
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
            context={"report": report.pk},
            cause=event,
        )


def settle_appeal(appeal: Appeal, status: AppealStatus, *, by: User, reason: str) -> None:
    """The appeal is decided; whoever appealed gets the outcome with its reason.

    Whoever decided first can grant the appeal by taking back their own decision, and is then not
    named as the one who decided on it.
    """
    appeal.status = status
    appeal.decided_by = None if by.pk == appeal.first_decided_by_id else by
    appeal.reason = reason
    appeal.decided_at = timezone.now()
    appeal.save(update_fields=["status", "decided_by", "reason", "decided_at"])
    event = record_event(
        "appeal.decided",
        on=appeal,
        by=by,
        status=status.value,
        comment=appeal.decision.comment_id,
    )
    tell_appellant(appeal, "appeal_decided", cause=event)


def tell_appellant(appeal: Appeal, mail: str, *, cause: Event) -> None:
    """To the comment's author, or to the address of the report; to nobody if neither is known."""
    author = appeal.decision.comment.author if appeal.is_by_author else None
    report = None if appeal.is_by_author else appeal.decision.report
    if author is not None and author.is_active:
        queue_mail(
            mail,
            key=appeal.reference,
            recipient=author,
            context={"appeal": appeal.pk},
            cause=cause,
        )
    elif report is not None and report.email:
        queue_mail(
            mail,
            key=appeal.reference,
            address=report.email,
            context={"appeal": appeal.pk},
            cause=cause,
        )
