"""By when moderation has to decide on what waits.

Reports and appeals promise a time in their receipts and know it themselves. A comment that waits
for approval has so many working days as `GDB_MODERATION_WORKING_DAYS` says.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from ..models import Comment
from ..working_days import add_working_days, subtract_working_days


def comment_due_on(comment: Comment) -> dt.date:
    """The last day on which the comment may still wait for approval."""
    submitted_on = timezone.localtime(comment.submitted_at).date()
    return add_working_days(submitted_on, settings.GDB_MODERATION_WORKING_DAYS)


def late_comments(now: dt.datetime | None = None) -> QuerySet[Comment]:
    """Those that wait although their last day is over."""
    today = timezone.localtime(now or timezone.now()).date()
    # Whoever wrote on a weekend has the deadline of whoever wrote on the working day before it.
    last = subtract_working_days(today, settings.GDB_MODERATION_WORKING_DAYS + 1)
    first_in_time = timezone.make_aware(dt.datetime.combine(add_working_days(last, 1), dt.time()))
    return Comment.objects.pending().filter(submitted_at__lt=first_in_time)
