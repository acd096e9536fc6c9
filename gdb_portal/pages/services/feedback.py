"""Barriers: told, acknowledged, settled."""

from __future__ import annotations

import calendar
import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import ensure_transition
from gdb_portal.mail.services import queue_mail

from ..enums import FEEDBACK_TRANSITIONS, FeedbackStatus
from ..models import AccessibilityFeedback

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def one_month_after(day: dt.date) -> dt.date:
    """The same day of the next month, or its last day."""
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


@transaction.atomic
def submit_feedback(
    *, text: str, page_url: str = "", email: str = "", request_key: uuid.UUID | None = None
) -> AccessibilityFeedback:
    """Keep the report with its due date, and acknowledge it by mail if an address was given.

    The same form sent twice is one report.
    """
    feedback, created = AccessibilityFeedback.objects.get_or_create(
        request_key=request_key or uuid.uuid4(),
        defaults={
            "text": text,
            "page_url": page_url,
            "email": email,
            "due_on": one_month_after(timezone.localdate()),
        },
    )
    if created:
        event = record_event("accessibility_feedback.submitted", on=feedback, by=None)
        if email:
            queue_mail(
                "barrier_received",
                key=str(feedback.pk),
                address=email,
                context={"feedback": feedback.pk},
                cause=event,
            )
    return feedback


@transaction.atomic
def settle_feedback(
    feedback: AccessibilityFeedback, *, by: User, note: str
) -> AccessibilityFeedback:
    """Note what was done, and forget the address, which was only given for the answer.

    Raises IllegalTransition when it is settled already.
    """
    feedback = AccessibilityFeedback.objects.select_for_update().get(pk=feedback.pk)
    ensure_transition(feedback.status, FeedbackStatus.SETTLED, FEEDBACK_TRANSITIONS)
    event = record_event("accessibility_feedback.settled", on=feedback, by=by)
    if feedback.email:
        queue_mail(
            "barrier_settled",
            key=str(feedback.pk),
            address=feedback.email,
            context={"feedback": feedback.pk},
            cause=event,
        )
    feedback.status = FeedbackStatus.SETTLED
    feedback.note = note
    feedback.settled_at = timezone.now()
    feedback.email = ""
    feedback.save(update_fields=["status", "note", "settled_at", "email"])
    return feedback
