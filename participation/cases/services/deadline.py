"""Moving deadlines, and telling people before and after they pass.

What is due is found by the state of the cases, never by "exactly so many days ago": a day on which
nothing ran is made up for on the next, and nothing is told twice.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.mail.services import queue_mail
from strategy.models import Administration

from ...working_days import add_working_days, is_office_hour, subtract_working_days
from ..enums import ESCALATIONS, STEP_OFFSETS, DeadlineStep
from ..exceptions import DeadlineOver, DeadlineTooFar
from ..models import Absence, Case, DeadlineNotice, Extension, ReachedStep
from .case import ensure_open, forget_case_pages, lock
from .escalation import chancellery_address, head_of_unit_address

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User
    from gdb_portal.core.models import Event

LONGEST_EXTENSION = 40
REMINDERS = frozenset({DeadlineStep.SOON, DeadlineStep.TODAY})


@transaction.atomic
def extend_deadline(case: Case, *, to: dt.date, reason: str, by: User) -> Case:
    """Give the case more time, for a reason that stands publicly in it.

    Raises IllegalTransition when the case is not open, DeadlineOver when the deadline has passed,
    DeadlineTooFar when the new one is not later, or more than forty working days later.
    """
    case = lock(case)
    ensure_open(case)
    if case.is_overdue:
        raise DeadlineOver
    if not case.due_on < to <= add_working_days(case.due_on, LONGEST_EXTENSION):
        raise DeadlineTooFar
    Extension.objects.create(case=case, before=case.due_on, after=to, reason=reason, by=by)
    record_event(
        "case.extended", on=case, by=by, before=case.due_on.isoformat(), after=to.isoformat()
    )
    case.due_on = to
    case.save(update_fields=["due_on"])
    forget_case_pages(case)
    return case


@transaction.atomic
def record_absence(
    person: User, *, starts_on: dt.date, ends_on: dt.date, deputy: User | None
) -> Absence:
    """Remind the deputy instead on these days; the person's own digests wait meanwhile."""
    absence = Absence.objects.create(
        person=person, deputy=deputy, starts_on=starts_on, ends_on=ends_on
    )
    record_event("absence.recorded", on=absence, by=person)
    return absence


def remind_and_escalate(now: dt.datetime | None = None) -> list[DeadlineNotice]:
    """Tell everybody whose deadline comes near or has passed, once per step. Returns the notices.

    Acts on working days between 7 and 18 o'clock in Berlin. Run it as often as you like.
    """
    moment = timezone.localtime(now or timezone.now())
    if not is_office_hour(moment):
        return []
    today = moment.date()
    notices = []
    last_due = add_working_days(today, -STEP_OFFSETS[DeadlineStep.SOON])
    waiting = Case.objects.open().filter(due_on__lte=last_due).values("administration")
    for administration in Administration.objects.filter(pk__in=waiting).order_by("pk"):
        notices += _tell_administration(administration, today)
    return notices


@transaction.atomic
def _tell_administration(administration: Administration, today: dt.date) -> list[DeadlineNotice]:
    # One process at a time per administration; what it notes, the next one sees.
    Administration.objects.select_for_update(no_key=True).get(pk=administration.pk)
    notices = []
    for step in DeadlineStep:
        cases = _untold(step, administration, today)
        if step is DeadlineStep.SOON:
            # Overtaken while nothing ran: the later reminder says it all.
            _note(step, [case for case in cases if case.due_on <= today], notice=None)
            cases = [case for case in cases if case.due_on > today]
        if cases:
            notice = DeadlineNotice.objects.create(administration=administration, step=step)
            _note(step, cases, notice=notice)
            event = record_event(
                "deadline.told", on=notice, by=None, step=step.value, cases=len(cases)
            )
            _queue_mails(notice, cases, today, cause=event)
            if step in ESCALATIONS:
                for case in cases:
                    forget_case_pages(case)
            notices.append(notice)
    return notices


def _untold(step: DeadlineStep, administration: Administration, today: dt.date) -> list[Case]:
    """The administration's open cases that reached `step` and were never told so."""
    told = ReachedStep.objects.filter(case=OuterRef("pk"), step=step, due_on=OuterRef("due_on"))
    cases = Case.objects.open().of(administration).filter(~Exists(told))
    reached = cases.filter(due_on__lte=_latest_deadline(step, today))
    return list(reached.select_related("comment").order_by("due_on", "pk"))


def _note(step: DeadlineStep, cases: list[Case], *, notice: DeadlineNotice | None) -> None:
    ReachedStep.objects.bulk_create(
        ReachedStep(case=case, step=step, due_on=case.due_on, notice=notice) for case in cases
    )


def _latest_deadline(step: DeadlineStep, today: dt.date) -> dt.date:
    """Up to which deadline a case has reached `step` on this day."""
    offset = STEP_OFFSETS[step]
    if offset < 0:
        return add_working_days(today, -offset)
    return subtract_working_days(today, offset)


def _queue_mails(
    notice: DeadlineNotice, cases: list[Case], today: dt.date, *, cause: Event
) -> None:
    kind = "case_reminder" if notice.step in REMINDERS else "case_escalation"
    context = {"notice": notice.pk}
    address = _address(notice)
    if address:
        queue_mail(kind, key=f"{notice.pk}", address=address, context=context, cause=cause)
    if kind == "case_reminder":
        for person in _people_in_charge(cases, today):
            queue_mail(
                kind,
                key=f"{notice.pk}-{person.pk}",
                recipient=person,
                context=context,
                cause=cause,
            )


def _address(notice: DeadlineNotice) -> str:
    """The administration's mailbox; its head of unit; the Senate Chancellery's mailbox."""
    administration = notice.administration
    if notice.step == DeadlineStep.UNIT:
        return head_of_unit_address(administration)
    if notice.step == DeadlineStep.CHANCELLERY:
        return chancellery_address(administration)
    address: str = administration.email
    return address


def _people_in_charge(cases: list[Case], today: dt.date) -> list[User]:
    """Who works on these cases, or stands in for them today; each person once."""
    handlers = {case.handler_id for case in cases if case.handler_id}
    away = {
        absence.person_id: absence.deputy
        for absence in Absence.objects.on(today)
        .filter(person__in=handlers)
        .select_related("deputy")
    }
    people: dict[int, User] = {}
    for case in Case.objects.filter(pk__in=[case.pk for case in cases]).select_related("handler"):
        person = case.handler
        if person is not None and person.pk in away:
            person = away[person.pk]
        if person is not None and person.is_active:
            people[person.pk] = person
    return list(people.values())
