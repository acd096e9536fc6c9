"""Planning and building digests. Run it twice, kill it, start two: everybody is told once."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail
from strategy.models import Administration

from ..models import Topic
from .content import new_items, new_votes
from .enums import Frequency
from .models import (
    DigestItem,
    DigestPreference,
    DigestRecipient,
    DigestRun,
    DigestVoteCount,
)
from .periods import BERLIN, due_periods

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

BATCH = 1000


def plan_due_runs(now: dt.datetime | None = None) -> list[DigestRun]:
    """Create every run that fell due in the last seven days and is missing, with recipients.

    Two planners at once create one: the database refuses the second. Returns the new runs.
    """
    now = now or timezone.now()
    return [run for kind, period in due_periods(now) if (run := _plan(kind, period))]


@transaction.atomic
def _plan(kind: Frequency, period: str) -> DigestRun | None:
    run, created = DigestRun.objects.get_or_create(kind=kind, period=period)
    if not created:
        return None
    ensure_preferences()
    DigestRecipient.objects.bulk_create(
        DigestRecipient(run=run, administration_id=pk)
        for pk in DigestPreference.objects.filter(frequency=kind).values_list("pk", flat=True)
    )
    record_event("digest.planned", on=run, by=None, period=period)
    return run


def ensure_preferences() -> None:
    """Give every administration that answers for a topic or case its (weekly) preference."""
    responsible = Administration.objects.filter(topics__isnull=False) | (
        Administration.objects.filter(cases__isnull=False)
    )
    DigestPreference.objects.bulk_create(
        (
            DigestPreference(administration_id=pk)
            for pk in responsible.distinct().values_list("pk", flat=True)
        ),
        ignore_conflicts=True,
    )


def build_unprocessed(now: dt.datetime | None = None) -> int:
    """Build every planned digest, also those a killed worker left. Returns how many."""
    built = 0
    rows = DigestRecipient.objects.unprocessed().order_by("run_id", "id")
    for pk in rows.values_list("pk", flat=True):
        built += build_digest(pk, now=now)
    _complete_runs()
    return built


@transaction.atomic
def build_digest(pk: int, *, now: dt.datetime | None = None) -> bool:
    """Choose what is new for one recipient and queue its mail, all in one transaction.

    Returns False when another worker has it or it is done. Nothing new: no mail.
    """
    now = now or timezone.now()
    recipient = (
        DigestRecipient.objects.select_for_update(of=("self",), skip_locked=True)
        .unprocessed()
        .select_related("administration", "run")
        .filter(pk=pk)
        .first()
    )
    if recipient is None:
        return False
    # One digest of an administration at a time: what one tells, the next must see.
    DigestPreference.objects.select_for_update().get(administration=recipient.administration)
    administration = recipient.administration
    recipient.processed_at = timezone.now()
    if not administration.email:
        recipient.remember_mail(None, "no address")
    elif _collect(recipient, now.astimezone(BERLIN).date()):
        mail = queue_mail(
            "digest",
            key=f"{recipient.run_id}-{administration.pk}",
            address=administration.email,
            context={"digest": recipient.pk},
        )
        recipient.remember_mail(mail.pk)
        record_event("digest.built", on=recipient, by=None, administration=administration.pk)
    else:
        recipient.remember_mail(None, "nothing new")
    recipient.save()
    return True


def _collect(recipient: DigestRecipient, today: dt.date) -> bool:
    """Note everything new as told; True if there was anything."""
    administration = recipient.administration
    batch: list[DigestItem] = []
    found = False
    for kind, subject in new_items(administration, today):
        found = True
        batch.append(
            DigestItem(
                recipient=recipient, administration=administration, kind=kind, subject_id=subject
            )
        )
        if len(batch) >= BATCH:
            DigestItem.objects.bulk_create(batch)
            batch.clear()
    DigestItem.objects.bulk_create(batch)
    votes = new_votes(administration)
    for count in votes:
        count.recipient = recipient
    DigestVoteCount.objects.bulk_create(votes)
    return found or bool(votes)


def _complete_runs() -> None:
    DigestRun.objects.filter(completed_at=None).exclude(
        pk__in=DigestRecipient.objects.unprocessed().values("run_id")
    ).update(completed_at=timezone.now())


@transaction.atomic
def set_frequency(administration: Administration, *, frequency: str, by: User | None) -> None:
    """How often the administration is told from now on."""
    DigestPreference.objects.update_or_create(
        administration=administration, defaults={"frequency": frequency}
    )
    record_event("digest.frequency_set", on=administration, by=by, frequency=frequency)


def topics_without_mailbox() -> list[Topic]:
    """Public topics whose administration can't be told, for the editors' attention."""
    return list(Topic.objects.public().filter(administration__email=""))
