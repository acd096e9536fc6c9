"""By when moderation has to decide on what waits.

Reports and appeals promise a time in their receipts and know it themselves. A comment that waits
for approval has so many working days as `GDB_MODERATION_WORKING_DAYS` says.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone

from ..models import Comment
from ..working_days import add_working_days, subtract_working_days
from .enums import DecisionKind
from .models import Appeal, Decision, Report


def waiting_comments() -> QuerySet[Comment]:
    """Those that wait for approval, each with `waiting_since`.

    Changed by its author or put back into the queue, a comment waits anew.
    """
    put_back = (
        Decision.objects.filter(comment=OuterRef("pk"), kind=DecisionKind.UNDO)
        .order_by()
        .values("comment")
        .annotate(at=Max("decided_at"))
        .values("at")
    )
    return Comment.objects.pending().annotate(
        waiting_since=Greatest("submitted_at", "edited_at", Subquery(put_back))
    )


def due_on(waiting_since: dt.datetime) -> dt.date:
    """The last day on which a comment that waits since then may still wait."""
    start = timezone.localtime(waiting_since).date()
    return add_working_days(start, settings.GDB_MODERATION_WORKING_DAYS)


def late_comments(now: dt.datetime | None = None) -> QuerySet[Comment]:
    """Those that wait although their last day was over at this moment."""
    today = timezone.localtime(now or timezone.now()).date()
    # Who wrote on a weekend has the deadline of who wrote on the working day before it.
    last = subtract_working_days(today, settings.GDB_MODERATION_WORKING_DAYS + 1)
    first_in_time = timezone.make_aware(dt.datetime.combine(add_working_days(last, 1), dt.time()))
    return waiting_comments().filter(waiting_since__lt=first_in_time)


def oldest_waiting_since() -> dt.datetime | None:
    """Since when the oldest comment, report or appeal waits; None when nothing does."""
    moments = [
        waiting_comments().aggregate(at=Min("waiting_since"))["at"],
        Report.objects.open().aggregate(at=Min("created_at"))["at"],
        Appeal.objects.open().aggregate(at=Min("created_at"))["at"],
    ]
    return min((moment for moment in moments if moment), default=None)
