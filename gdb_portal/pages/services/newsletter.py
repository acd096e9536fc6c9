"""Sending the newsletter: a test to oneself, to everybody after a while, and stopping it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.models import Event
from gdb_portal.mail.models import AddressSubscription
from gdb_portal.mail.services import queue_mail, stop_batch

from ..exceptions import CanNotSend
from ..models import NewsletterDispatch, NewsletterIssue

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

LIST: Final = "newsletter"
BATCH: Final = 500


@transaction.atomic
def send_test(issue: NewsletterIssue, *, by: User) -> None:
    """The issue as it stands in its latest draft goes to the person alone, at once."""
    event = record_event("newsletter.tested", on=issue, by=by)
    queue_mail(
        "newsletter_test",
        key=str(event.pk),
        recipient=by,
        context={"issue": issue.pk},
        cause=event,
    )


@transaction.atomic
def send_issue(issue: NewsletterIssue, *, by: User) -> NewsletterDispatch:
    """The issue is on its way to all confirmed subscribers; for a while it can be stopped.

    Raises CanNotSend when the issue is not public, differs from its latest draft, has nothing to
    say, or was sent before.
    """
    issue = NewsletterIssue.objects.select_for_update(of=("self",)).get(pk=issue.pk)
    if not issue.live:
        raise CanNotSend("not public")
    if issue.has_unpublished_changes:
        raise CanNotSend("unpublished changes")
    if not issue.letter:
        raise CanNotSend("empty")
    hold = dt.timedelta(minutes=settings.GDB_NEWSLETTER_HOLD_MINUTES)
    dispatch, created = NewsletterDispatch.objects.get_or_create(
        issue=issue, defaults={"by": by, "goes_out_at": timezone.now() + hold}
    )
    if not created:
        raise CanNotSend("sent before")
    record_event("newsletter.sent", on=dispatch, by=by, issue=issue.pk)
    return dispatch


@transaction.atomic
def stop_issue(dispatch: NewsletterDispatch, *, by: User) -> int:
    """Nothing more of it goes out; what is under way or gone stays. Returns how many mails stopped.

    Raises CanNotSend when it was stopped before or everything is gone.
    """
    dispatch = NewsletterDispatch.objects.select_for_update().get(pk=dispatch.pk)
    if dispatch.stopped_at is not None:
        raise CanNotSend("stopped before")
    stopped = stop_batch(dispatch.batch, by=by)
    if dispatch.completed_at is not None and not stopped:
        raise CanNotSend("all gone")
    dispatch.stopped_at = timezone.now()
    dispatch.save(update_fields=["stopped_at"])
    record_event("newsletter.stopped", on=dispatch, by=by, mails=stopped)
    return stopped


def queue_due_issues() -> int:
    """Write the mails of all issues that are due into the ledger. Returns how many.

    A few hundred per transaction: whoever stops an issue meanwhile stops it there. Two at once, or
    one that dies halfway, do no harm: each takes up where the last one noted it was.
    """
    queued = 0
    for pk in NewsletterDispatch.objects.due(timezone.now()).values_list("pk", flat=True):
        while (count := _queue_some(pk)) is not None:
            queued += count
    return queued


@transaction.atomic
def _queue_some(pk: int) -> int | None:
    """The next mails of one dispatch; None when there are none or somebody else is at it."""
    dispatch = (
        NewsletterDispatch.objects.due(timezone.now())
        .select_for_update(skip_locked=True)
        .filter(pk=pk)
        .first()
    )
    if dispatch is None:
        return None
    subscribed = AddressSubscription.objects.confirmed(LIST).select_related("reader")
    # Who subscribes after the issue was sent off gets the next one.
    rows = subscribed.filter(
        pk__gt=dispatch.last_subscription, confirmed_at__lte=dispatch.goes_out_at
    ).order_by("pk")[:BATCH]
    cause = Event.objects.about(dispatch).of_kind("newsletter.sent").first()
    count = 0
    for row in rows:
        queue_mail(
            "newsletter",
            key=f"{dispatch.issue_id}-a{row.pk}",
            address=row.reader.address,
            context={"language": row.reader.language, "issue": dispatch.issue_id},
            batch=dispatch.batch,
            cause=cause,
        )
        dispatch.last_subscription = row.pk
        count += 1
    dispatch.mail_count += count
    if count < BATCH:
        dispatch.completed_at = timezone.now()
    dispatch.save(update_fields=["last_subscription", "mail_count", "completed_at"])
    return count
