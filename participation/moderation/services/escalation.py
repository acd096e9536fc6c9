"""Telling that moderation is not being done: first all who moderate, then the administrators.

What is due is found by the state of what waits, never by "exactly so many days ago": a day on
which nothing ran is made up for on the next, and nothing is told twice.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail

from ...working_days import is_office_hour, subtract_working_days
from ..deadlines import late_comments, oldest_waiting_since
from ..enums import OverdueStep, ReportGround
from ..models import Appeal, OverdueNotice, ReachedOverdueStep, Report
from ..models.report import DECIDED_WITHIN
from ..staff import administrators, last_attended_at, moderators

if TYPE_CHECKING:
    from gdb_portal.core.models import Event


@dataclass(frozen=True, slots=True)
class _Found:
    """Something that reached a step: which field of the row names it, and since when it waits."""

    name: str
    pk: int
    since: dt.datetime


@transaction.atomic
def escalate_overdue(now: dt.datetime | None = None) -> list[OverdueNotice]:
    """Tell whoever must hear of it, once per step and thing that waits. Returns the notices.

    All who moderate hear of what is past its deadline, and of an absence of all of them while
    something waits; the administrators, when it stays so for some working days more. Acts on
    working days between 7 and 18 o'clock in Berlin; for what may be against the law at any hour,
    since its deadline runs at any hour. Run it as often as you like.
    """
    moment = timezone.localtime(now or timezone.now())
    with connection.cursor() as cursor:
        # One process at a time; what it notes, the next one sees.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["overdue"])
    notices = []
    for step in OverdueStep:
        found = _late(step, moment)
        since = _unattended_since(step, moment)
        if not found and since is None:
            continue
        notice = OverdueNotice.objects.create(step=step, unattended_since=since)
        ReachedOverdueStep.objects.bulk_create(
            ReachedOverdueStep(
                notice=notice, step=step, since=each.since, **{f"{each.name}_id": each.pk}
            )
            for each in found
        )
        event = record_event(
            "overdue.told", on=notice, by=None, step=step.value, waiting=len(found)
        )
        _queue_mails(notice, cause=event)
        notices.append(notice)
    return notices


def unattended_since() -> dt.datetime | None:
    """Since when something waits and no moderator was here; None when nothing waits."""
    oldest = oldest_waiting_since()
    seen = last_attended_at()
    if oldest is None or seen is None:
        return oldest
    return max(oldest, seen)


def _late(step: OverdueStep, moment: dt.datetime) -> list[_Found]:
    """What reached the step and was never told so, the oldest first."""
    lawful = DECIDED_WITHIN[ReportGround.ILLEGAL]
    sooner = moment if step == OverdueStep.MODERATORS else moment - lawful
    illegal = Report.objects.late(sooner).filter(ground=ReportGround.ILLEGAL)
    found = _untold(step, "report", illegal, "created_at")
    if is_office_hour(moment):
        then = _moment_of(step, moment)
        others = Report.objects.late(then).exclude(ground=ReportGround.ILLEGAL)
        found += _untold(step, "comment", late_comments(then), "waiting_since")
        found += _untold(step, "report", others, "created_at")
        found += _untold(step, "appeal", Appeal.objects.late(then), "created_at")
    return sorted(found, key=lambda each: (each.since, each.name, each.pk))


def _untold(step: OverdueStep, name: str, rows: QuerySet, since: str) -> list[_Found]:
    told = ReachedOverdueStep.objects.filter(
        **{name: OuterRef("pk")}, step=step, since=OuterRef("began")
    )
    waiting = rows.annotate(began=F(since)).filter(~Exists(told))
    return [_Found(name, pk, began) for pk, began in waiting.values_list("pk", "began")]


def _unattended_since(step: OverdueStep, moment: dt.datetime) -> dt.datetime | None:
    """The absence that reached the step and was never told so."""
    since = unattended_since()
    if since is None or not is_office_hour(moment):
        return None
    then = _moment_of(step, moment).date()
    last = subtract_working_days(then, settings.GDB_MODERATORS_AWAY_WORKING_DAYS)
    if timezone.localtime(since).date() > last:
        return None
    told = OverdueNotice.objects.filter(step=step, unattended_since=since)
    return None if told.exists() else since


def _moment_of(step: OverdueStep, moment: dt.datetime) -> dt.datetime:
    """At which moment it must have been late already for this step to be reached now.

    Where nobody moderates there is nobody to wait for.
    """
    if step == OverdueStep.MODERATORS or not moderators().exists():
        return moment
    day = subtract_working_days(moment.date(), settings.GDB_MODERATION_ESCALATION_WORKING_DAYS)
    return moment.replace(year=day.year, month=day.month, day=day.day)


def _queue_mails(notice: OverdueNotice, *, cause: Event) -> None:
    people = moderators() if notice.step == OverdueStep.MODERATORS else administrators()
    for person in people:
        queue_mail(
            "moderation_overdue",
            key=f"{notice.pk}-{person.pk}",
            recipient=person,
            context={"notice": notice.pk},
            cause=cause,
        )
