"""Telling moderators that something waits, and others when nobody decides."""

import datetime as dt

from celery import shared_task
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import queue_mail

from ..models import Comment
from .models import Appeal, Report
from .services import escalate_overdue, forget_reporters
from .staff import moderators

# What brings work to moderators; the newest is why they are told.
WAITING = ("comment.submitted", "report.received", "appeal.received")


@shared_task
def tell_moderators() -> None:
    """Queue at most one mail per moderator and hour, if something came since the last one."""
    newest = _newest_waiting()
    if newest is None:
        return
    hour = timezone.localtime().strftime("%Y-%m-%dT%H")
    told = dict(
        OutboxMail.objects.filter(kind="moderation_waiting")
        .values_list("recipient")
        .annotate(Max("created_at"))
    )
    with transaction.atomic():
        for moderator in moderators():
            if moderator.pk not in told or told[moderator.pk] < newest:
                queue_mail(
                    "moderation_waiting",
                    key=f"{moderator.pk}-{hour}",
                    recipient=moderator,
                    cause=Event.objects.of_kind(*WAITING).first(),
                )


@shared_task
def watch_moderation() -> None:
    """Tell whoever must hear that moderation is overdue. Two at once do no harm."""
    escalate_overdue()


@shared_task
def forget_addresses_of_reports() -> None:
    """Settled reports need no address. Two at once do no harm."""
    forget_reporters()


def _newest_waiting() -> dt.datetime | None:
    moments = [
        Comment.objects.pending().aggregate(at=Max("submitted_at"))["at"],
        Appeal.objects.open().aggregate(at=Max("created_at"))["at"],
        Report.objects.open().aggregate(at=Max("created_at"))["at"],
    ]
    return max((moment for moment in moments if moment), default=None)
