"""Which runs are due, and whom each tells. Run it twice, or two at once: nothing happens twice."""

from __future__ import annotations

import datetime as dt

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from gdb_portal.core.events import record_event
from strategy.models import Administration, AdministrationMember

from ...cases.models import Absence
from ..enums import Frequency, NewsFrequency, RunKind
from ..models import DigestPreference, DigestRecipient, DigestRun, MemberPreference
from ..news import waiting_items
from ..periods import BERLIN, LOOK_BACK, Period, instant_period, moments


def plan_due_runs(now: dt.datetime | None = None) -> list[DigestRun]:
    """Create every run that fell due in the last seven days and is missing, with recipients.

    Two planners at once create one: the database refuses the second. Returns the new runs.
    """
    now = now or timezone.now()
    runs = [run for moment, period in moments(now) if (run := _plan(period, moment, now))]
    if waiting_items(NewsFrequency.INSTANT).exists():
        period = Period(RunKind.NEWS_INSTANT, instant_period(now))
        runs += [run for run in [_plan(period, now, now)] if run]
    return runs


@transaction.atomic
def _plan(period: Period, moment: dt.datetime, now: dt.datetime) -> DigestRun | None:
    before = DigestRun.objects.filter(kind=period.kind).order_by("-due_at").first()
    run, created = DigestRun.objects.get_or_create(
        kind=period.kind,
        period=period.name,
        defaults={"due_at": moment, "catches_up_since": _gap(before, period, now)},
    )
    if not created:
        return None
    if period.kind.news_frequency:
        add_followers(run, period.kind.news_frequency)
    else:
        _add_administrations(run, now.astimezone(BERLIN).date())
    record_event("digest.planned", on=run, by=None, period=period.name)
    return run


def _gap(before: DigestRun | None, period: Period, now: dt.datetime) -> dt.datetime | None:
    """Since when nothing was told, if that is longer than what is made up for run by run."""
    if before is None or before.due_at is None or period.kind == RunKind.NEWS_INSTANT:
        return None
    usual = LOOK_BACK if "weekly" in period.kind else dt.timedelta(0)
    return before.due_at if before.due_at < now - LOOK_BACK - usual else None


def _add_administrations(run: DigestRun, today: dt.date) -> None:
    """Mailboxes with this frequency, and members with it who are not away."""
    ensure_preferences()
    mailboxes = DigestPreference.objects.filter(frequency=run.kind)
    recipients = [
        DigestRecipient(run=run, administration_id=pk)
        for pk in mailboxes.order_by("pk").values_list("pk", flat=True)
    ]
    recipients += [
        DigestRecipient(run=run, administration_id=administration, person_id=person)
        for administration, person in _members(run.kind, today)
    ]
    DigestRecipient.objects.bulk_create(recipients, batch_size=500)


def _members(frequency: str, today: dt.date) -> list[tuple[int, int]]:
    chosen = {
        (row.administration_id, row.person_id): row.frequency
        for row in MemberPreference.objects.all()
    }
    away = set(Absence.objects.on(today).values_list("person", flat=True))
    members = AdministrationMember.objects.filter(
        user__is_active=True, administration__digest_preference__isnull=False
    )
    return [
        (administration, person)
        for administration, person in members.order_by("pk").values_list("administration", "user")
        if chosen.get((administration, person), Frequency.WEEKLY) == frequency
        and person not in away
    ]


def add_followers(run: DigestRun, frequency: str) -> None:
    """Only those for whom something waits: whoever follows without news costs nothing."""
    # Several missed periods at once: the oldest tells everything, the others need nobody.
    served = DigestRecipient.objects.unprocessed().filter(run__kind=run.kind)
    people: QuerySet = (
        waiting_items(frequency)
        .filter(
            ~Exists(served.filter(person=OuterRef("person"))),
            ~Exists(served.filter(reader=OuterRef("reader"))),
        )
        .values_list("person", "reader")
        .distinct()
    )
    query, parameters = people.query.sql_with_params()
    table = DigestRecipient._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (run_id, person_id, reader_id, note)"  # noqa: S608  as parameters
            f" SELECT %s, who.person, who.reader, '' FROM ({query}) AS who(person, reader)"
            " ORDER BY who.person, who.reader",
            [run.pk, *parameters],
        )


def ensure_preferences() -> None:
    """Give every administration that answers, is asked or has measures its (weekly) preference."""
    responsible = Administration.objects.filter(
        Q(topics__isnull=False)
        | Q(cases__isnull=False)
        | Q(consultations__isnull=False)
        | Q(responsible_for__isnull=False)
    )
    DigestPreference.objects.bulk_create(
        (
            DigestPreference(administration_id=pk)
            for pk in responsible.order_by("pk").values_list("pk", flat=True).distinct()
        ),
        ignore_conflicts=True,
    )
