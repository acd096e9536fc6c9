"""Measures that nobody speaks about: noted, then told higher up, by their state on the day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import invalidate
from gdb_portal.mail.services import queue_mail
from strategy.models import Administration, Measure

from ...working_days import is_office_hour, subtract_working_days
from ..enums import STALE_OFFSETS, StaleStep
from ..models import ReachedStaleStep, StaleNotice
from ..tags import CASES
from ..worklist import stale_measures
from .escalation import chancellery_address, head_of_unit_address


@transaction.atomic
def note_stale_measures(administration: Administration, today: dt.date) -> int:
    """Write down since when its silent measures are silent; the digest reminds of them.

    From this day on the steps count. Noted once per silence. Returns how many are new.
    """
    noted = ReachedStaleStep.objects.filter(
        measure=OuterRef("pk"),
        administration=administration,
        step=StaleStep.OWNER,
        since=OuterRef("updated_on"),
    )
    fresh = stale_measures([administration], today).filter(~Exists(noted)).order_by("pk")
    rows = [
        ReachedStaleStep(
            measure_id=pk,
            administration=administration,
            since=since,
            step=StaleStep.OWNER,
            reached_on=today,
        )
        for pk, since in fresh.values_list("pk", "updated_on")
    ]
    if rows:
        ReachedStaleStep.objects.bulk_create(rows, ignore_conflicts=True)
        record_event("staleness.noted", on=administration, by=None, measures=len(rows))
    return len(rows)


def escalate_stale_measures(now: dt.datetime | None = None) -> list[StaleNotice]:
    """Tell the head of unit and later the Senate Chancellery, once each. Returns the notices.

    A level is reached when its working days have passed since the silence was noted and it still
    lasts. Acts on working days between 7 and 18 o'clock in Berlin; run it as often as you like.
    """
    moment = timezone.localtime(now or timezone.now())
    if not is_office_hour(moment):
        return []
    today = moment.date()
    responsible = Administration.objects.filter(responsible_for__isnull=False).distinct()
    notices = []
    for administration in responsible.order_by("pk"):
        notices += _escalate(administration, today)
    return notices


@transaction.atomic
def _escalate(administration: Administration, today: dt.date) -> list[StaleNotice]:
    # One process at a time per administration; what it notes, the next one sees.
    Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)
    note_stale_measures(administration, today)
    notices = []
    for step, offset in STALE_OFFSETS.items():
        rows = list(_reached(step, administration, today, offset))
        if not rows:
            continue
        notice = StaleNotice.objects.create(administration=administration, step=step)
        ReachedStaleStep.objects.bulk_create(
            ReachedStaleStep(
                measure_id=pk,
                administration=administration,
                since=since,
                step=step,
                reached_on=today,
                notice=notice,
            )
            for pk, since in rows
        )
        _tell(notice, measures=len(rows))
        notices.append(notice)
    if notices:
        invalidate(CASES)
    return notices


def _reached(
    step: StaleStep, administration: Administration, today: dt.date, offset: int
) -> QuerySet[Measure, tuple[int, dt.date]]:
    """The measures whose present silence was noted long enough ago and never told as `step`."""
    steps = ReachedStaleStep.objects.filter(
        measure=OuterRef("pk"), administration=administration, since=OuterRef("updated_on")
    )
    last = subtract_working_days(today, offset)
    noted = steps.filter(step=StaleStep.OWNER, reached_on__lte=last)
    return (
        stale_measures([administration], today)
        .filter(Exists(noted), ~Exists(steps.filter(step=step)))
        .order_by("pk")
        .values_list("pk", "updated_on")
    )


def _tell(notice: StaleNotice, *, measures: int) -> None:
    event = record_event("staleness.told", on=notice, by=None, step=notice.step, measures=measures)
    administration = notice.administration
    if notice.step == StaleStep.CHANCELLERY:
        address = chancellery_address(administration)
    else:
        address = head_of_unit_address(administration)
    if address:
        queue_mail(
            "measure_escalation",
            key=f"{notice.pk}",
            address=address,
            context={"notice": notice.pk},
            cause=event,
        )
