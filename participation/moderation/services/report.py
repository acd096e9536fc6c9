"""Taking in reports, and leaving what was reported as it is."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.services import queue_mail

from ...models import Comment
from ..enums import DecisionKind, ReportStatus
from ..models import Decision, Report
from .recording import record_decision
from .settling import close_report

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


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
            context={"report": report.pk},
            cause=event,
        )
    return report


def forget_reporters(now: dt.datetime | None = None) -> int:
    """Forget the addresses of reports that are settled; returns how many.

    A report outlives its address: whoever appeals later reads the outcome at the link they have.
    """
    now = now or timezone.now()
    return Report.objects.address_no_longer_needed(now).update(email="")


@transaction.atomic
def keep(report: Report, *, by: User, reason: str) -> Decision:
    """Leave a reported comment as it is; whoever reported it learns the reason.

    Raises IllegalTransition when the report was decided before.
    """
    report = Report.objects.select_for_update().get(pk=report.pk)
    if report.status != ReportStatus.OPEN:
        raise IllegalTransition(report.status, ReportStatus.REJECTED)
    decision = record_decision(
        report.comment,
        DecisionKind.KEEP,
        before=report.comment.status,
        by=by,
        reason=reason,
        report=report,
    )
    close_report(report, ReportStatus.REJECTED, by=by)
    return decision
