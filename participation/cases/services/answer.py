"""Drafting, checking and publishing answers, one at a time or one for many cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.services import queue_mail
from strategy.models import Administration

from ..enums import AnswerStatus, CaseStatus
from ..events import tell_answer_published
from ..exceptions import NeedsSecondReader
from ..models import Answer, Case, CollectiveAnswer
from .case import change, ensure_open, forget_case_pages, lock

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User
    from gdb_portal.core.models import Event


@dataclass(frozen=True, slots=True)
class Wording:
    """What an official wrote: the words, what becomes of it, why not, and until when."""

    text: str
    outcome: CaseStatus = CaseStatus.ANSWERED
    outcome_reason: str = ""
    effect_due_on: dt.date | None = None

    def put_on(self, answer: Answer | CollectiveAnswer) -> None:
        """Copy the words; what the outcome does not need is dropped."""
        answer.text = self.text
        answer.outcome = self.outcome
        not_taken_up = self.outcome == CaseStatus.NOT_TAKEN_UP
        answer.outcome_reason = self.outcome_reason if not_taken_up else ""
        answer.effect_due_on = self.effect_due_on if self.outcome == CaseStatus.TAKEN_UP else None


@transaction.atomic
def draft_answer(case: Case, *, by: User, text: str = "", wording: Wording | None = None) -> Answer:
    """Keep the wording for later; nobody outside the administration sees it.

    Raises IllegalTransition when the case is answered or discontinued.
    """
    case = lock(case)
    ensure_open(case)
    return _keep(case, wording or Wording(text), by=by)


@transaction.atomic
def submit_answer(
    case: Case, *, by: User, text: str = "", wording: Wording | None = None
) -> Answer:
    """Give the wording to a second person of the administration, who publishes or returns it.

    Raises IllegalTransition when the case is answered or discontinued.
    """
    case = lock(case)
    ensure_open(case)
    answer = _keep(case, wording or Wording(text), by=by)
    answer.status = AnswerStatus.SUBMITTED
    answer.save(update_fields=["status"])
    record_event("answer.submitted", on=case, by=by)
    return answer


@transaction.atomic
def return_answer(case: Case, *, by: User) -> Answer:
    """The second person wants it changed: the wording is a draft again; why stands in a note.

    Raises IllegalTransition when it does not wait for a second person.
    """
    case = lock(case)
    answer = Answer.objects.select_for_update().get(case=case)
    if answer.status != AnswerStatus.SUBMITTED:
        raise IllegalTransition(answer.status, AnswerStatus.DRAFT)
    answer.status = AnswerStatus.DRAFT
    answer.save(update_fields=["status"])
    record_event("answer.returned", on=case, by=by)
    return answer


@transaction.atomic
def publish_answer(
    case: Case, *, by: User, text: str = "", wording: Wording | None = None
) -> Answer:
    """Put the answer under the comment, close the case, and tell the author by mail.

    Without `text` and `wording` the kept draft is published as it is. Raises IllegalTransition when
    the case is answered or discontinued, NeedsSecondReader when the topic asks for two people and
    `by` wrote the words, Answer.DoesNotExist when there are no words at all.
    """
    case = lock(case)
    ensure_open(case)
    if text or wording is not None:
        answer = _keep(case, wording or Wording(text), by=by)
    else:
        answer = Answer.objects.select_for_update().get(case=case)
    event = _publish(case, answer, by=by)
    author = case.comment.author
    if author is not None and author.is_active:
        queue_mail(
            "answer_published",
            key=str(case.pk),
            recipient=author,
            context={"case": case.pk},
            cause=event,
        )
    return answer


@transaction.atomic
def write_collective_answer(
    cases: Iterable[Case],
    *,
    administration: Administration,
    by: User,
    wording: Wording,
) -> CollectiveAnswer:
    """One wording for many open cases: published at once, or waiting for a second person.

    It waits when a topic among them asks for two people. Raises IllegalTransition when a case is
    not open or lies elsewhere, ValueError when there is none.
    """
    locked = [lock(case) for case in sorted(cases, key=lambda case: case.pk)]
    if not locked:
        raise ValueError("A collective answer needs cases.")
    for case in locked:
        ensure_open(case)
        if case.administration_id != administration.pk:
            raise IllegalTransition(case.status, CaseStatus.ANSWERED)
    collective = CollectiveAnswer(
        administration=administration,
        drafted_by=by,
        status=AnswerStatus.SUBMITTED,
        has_second_reader=any(case.comment.topic.has_second_reader for case in locked),
    )
    wording.put_on(collective)
    collective.save()
    collective.cases.set(locked)
    record_event(
        "collective_answer.written", on=collective, by=by, cases=[case.pk for case in locked]
    )
    if not collective.has_second_reader:
        return publish_collective_answer(collective, by=by)
    return collective


@transaction.atomic
def publish_collective_answer(collective: CollectiveAnswer, *, by: User) -> CollectiveAnswer:
    """Answer every case of it that is still open, and tell each author once, in one mail.

    Cases that were answered, handed over or discontinued meanwhile stay as they are. Raises
    IllegalTransition when it is published or a draft, NeedsSecondReader as `publish_answer`.
    """
    collective = CollectiveAnswer.objects.select_for_update().get(pk=collective.pk)
    if collective.status != AnswerStatus.SUBMITTED:
        raise IllegalTransition(collective.status, AnswerStatus.PUBLISHED)
    if collective.has_second_reader and collective.drafted_by_id == by.pk:
        raise NeedsSecondReader
    collective.status = AnswerStatus.PUBLISHED
    collective.published_by, collective.published_at = by, timezone.now()
    collective.save()
    told: dict[int, list[int]] = {}
    for pk in collective.cases.order_by("pk").values_list("pk", flat=True):
        case = lock(Case(pk=pk))
        if not case.is_open or case.administration_id != collective.administration_id:
            continue
        answer = _keep(case, _wording_of(collective), by=collective.drafted_by)
        answer.collective = collective
        _publish(case, answer, by=by)
        author = case.comment.author
        if author is not None and author.is_active:
            told.setdefault(author.pk, []).append(case.pk)
    event = record_event("collective_answer.published", on=collective, by=by, cases=len(told))
    for author_id, pks in told.items():
        author = Case.objects.select_related("comment__author").get(pk=pks[0]).comment.author
        queue_mail(
            "answer_published",
            key=f"collective-{collective.pk}-{author_id}",
            recipient=author,
            context={"case": pks[0], "cases": pks},
            cause=event,
        )
    return collective


@transaction.atomic
def return_collective_answer(collective: CollectiveAnswer, *, by: User) -> CollectiveAnswer:
    """The second person refuses it: it is put aside as a draft and answers nothing.

    Raises IllegalTransition when it does not wait.
    """
    collective = CollectiveAnswer.objects.select_for_update().get(pk=collective.pk)
    if collective.status != AnswerStatus.SUBMITTED:
        raise IllegalTransition(collective.status, AnswerStatus.DRAFT)
    collective.status = AnswerStatus.DRAFT
    collective.save(update_fields=["status"])
    record_event("collective_answer.returned", on=collective, by=by)
    return collective


def _wording_of(collective: CollectiveAnswer) -> Wording:
    return Wording(
        collective.text,
        CaseStatus(collective.outcome),
        collective.outcome_reason,
        collective.effect_due_on,
    )


def _keep(case: Case, wording: Wording, *, by: User | None) -> Answer:
    """Write the words as a draft; whoever changes them is who drafted them."""
    answer = Answer.objects.select_for_update().filter(case=case).first() or Answer(case=case)
    before = (answer.text, answer.outcome, answer.outcome_reason, answer.effect_due_on)
    wording.put_on(answer)
    after = (answer.text, answer.outcome, answer.outcome_reason, answer.effect_due_on)
    if answer.pk is None or before != after:
        answer.drafted_by = by
    answer.administration = case.administration
    answer.status = AnswerStatus.DRAFT
    answer.save()
    record_event("answer.drafted", on=case, by=by)
    return answer


def _publish(case: Case, answer: Answer, *, by: User) -> Event:
    needs_two = case.comment.topic.has_second_reader
    if needs_two and answer.drafted_by_id == by.pk:
        raise NeedsSecondReader
    now = timezone.now()
    change(case, CaseStatus(answer.outcome))
    case.answered_at = now
    case.outcome_reason, case.effect_due_on = answer.outcome_reason, answer.effect_due_on
    case.save(update_fields=["status", "answered_at", "outcome_reason", "effect_due_on"])
    answer.status = AnswerStatus.PUBLISHED
    answer.has_second_reader = needs_two
    answer.published_at, answer.published_by = now, by
    answer.save()
    event = record_event(
        "case.answered",
        on=case,
        by=by,
        administration=case.administration_id,
        outcome=case.status,
        overdue=timezone.localtime(now).date() > case.due_on,
    )
    tell_answer_published(answer, by)
    forget_case_pages(case)
    return event
