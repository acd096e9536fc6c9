"""Stopping a run before it went out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import stop_batch

from ..models import DigestItem, DigestRun, DigestVoteCount

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def stop_run(run: DigestRun, *, by: User) -> int:
    """Send nothing more of this run. What its stopped mails would have told, the next run tells.

    What is under way or gone stays told; when everything is, nothing changes. Returns how many
    mails were stopped.
    """
    run = DigestRun.objects.select_for_update().get(pk=run.pk)
    stopped = stop_batch(run.batch, by=by)
    if not stopped and run.completed_at is not None:
        return 0
    run.stopped_at = run.stopped_at or timezone.now()
    run.save(update_fields=["stopped_at"])
    unsent = run.recipients.filter(
        mail_id__in=OutboxMail.objects.in_batch(run.batch)
        .filter(status=MailStatus.ABORTED)
        .values("pk")
    )
    items = DigestItem.objects.filter(recipient__in=unsent)
    # Followers' items wait again; an administration's are found again because nobody was told.
    items.filter(administration=None).update(recipient=None)
    items.exclude(administration=None).delete()
    DigestVoteCount.objects.filter(recipient__in=unsent).delete()
    unsent.update(mail_id=None, note="stopped")
    record_event("digest.stopped", on=run, by=by, mails=stopped)
    return stopped
