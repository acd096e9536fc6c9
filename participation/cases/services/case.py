"""Opening, taking on, handing over and deciding cases."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import invalidate
from gdb_portal.core.transitions import IllegalTransition, ensure_transition
from gdb_portal.mail.services import queue_mail
from strategy.models import Administration

from ...models import Comment
from ...services.comment import topic_tag
from ...working_days import add_working_days
from ..enums import CASE_TRANSITIONS, AnswerStatus, CaseStatus
from ..models import Answer, Case, CaseCounter, HandOver
from ..tags import CASES, case_tag

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def open_case(comment: Comment, *, by: User | None) -> Case | None:
    """Open the case of a public comment that wishes an answer; reopen one that was discontinued.

    The deadline counts Berlin's working days from the comment's publication. Returns None when no
    answer is wished for. Listens to "comment published", so it shares that transaction.
    """
    if not comment.wants_answer or not comment.is_published:
        return None
    known = Case.objects.select_for_update().filter(comment=comment).first()
    if known is not None:
        if known.status == CaseStatus.DISCONTINUED:
            change(known, CaseStatus.NEW)
            known.save(update_fields=["status"])
            record_event("case.reopened", on=known, by=by)
        forget_case_pages(known)
        return known
    published_on = timezone.localtime(comment.published_at).date()
    case = Case.objects.create(
        number=_next_number(),
        comment=comment,
        administration=comment.topic.administration,
        due_on=add_working_days(published_on, comment.topic.answer_working_days),
    )
    record_event("case.opened", on=case, by=by, administration=case.administration_id)
    forget_case_pages(case)
    return case


def comment_became_public(comment: Comment, by: User | None) -> None:
    """Listens to "comment published"."""
    open_case(comment, by=by)


@transaction.atomic
def discontinue_case(comment: Comment, *, by: User | None) -> None:
    """Stop asking for an answer to a comment that is no longer public or no longer wishes one."""
    case = Case.objects.select_for_update().filter(comment=comment).first()
    if case is None:
        return
    if case.is_open:
        change(case, CaseStatus.DISCONTINUED)
        case.save(update_fields=["status"])
        record_event("case.discontinued", on=case, by=by)
    forget_case_pages(case)


@transaction.atomic
def take_on_case(case: Case, *, by: User) -> Case:
    """Note who works on it: that person, or their deputy, is reminded too.

    Raises IllegalTransition when the case is no longer open.
    """
    case = lock(case)
    ensure_open(case)
    case.handler = by
    case.save(update_fields=["handler"])
    record_event("case.taken_on", on=case, by=by)
    return case


@transaction.atomic
def release_case(case: Case, *, by: User) -> Case:
    """Put it back on the administration's common pile."""
    case = lock(case)
    case.handler = None
    case.save(update_fields=["handler"])
    record_event("case.released", on=case, by=by)
    return case


@transaction.atomic
def hand_over(case: Case, *, to: Administration, reason: str, by: User) -> Case:
    """Give an open case to another administration; the deadline stays, the reason is public.

    The new administration finds it in its next digest. Raises IllegalTransition when the case is
    not open, ValueError when it already lies there.
    """
    case = lock(case)
    if case.administration_id == to.pk:
        raise ValueError("The case already lies with this administration.")
    change(case, CaseStatus.FORWARDED)
    HandOver.objects.create(
        case=case,
        from_administration=case.administration,
        to_administration=to,
        reason=reason,
        by=by,
    )
    record_event(
        "case.forwarded", on=case, by=by, before=case.administration_id, administration=to.pk
    )
    case.administration, case.handler = to, None
    case.save(update_fields=["status", "administration", "handler"])
    # A draft was written in the name of the administration that gave the case away, and its second
    # person has no say in the new one.
    Answer.objects.filter(case=case).exclude(status=AnswerStatus.PUBLISHED).update(
        administration=to, status=AnswerStatus.DRAFT
    )
    forget_case_pages(case)
    return case


@transaction.atomic
def change_outcome(
    case: Case,
    *,
    to: CaseStatus,
    by: User,
    reason: str = "",
    effect_due_on: dt.date | None = None,
) -> Case:
    """Say later than in the answer what becomes of it: taken up, or not taken up with a reason.

    The case's page tells it, and a mail tells the author once. Raises IllegalTransition from a
    state that does not allow it, ValueError for "not taken up" without a reason.
    """
    case = lock(case)
    if to == CaseStatus.NOT_TAKEN_UP and not reason:
        raise ValueError("Not taking something up needs a reason.")
    before = case.status
    if before not in {CaseStatus.ANSWERED, CaseStatus.TAKEN_UP, CaseStatus.NOT_TAKEN_UP}:
        raise IllegalTransition(before, to)
    change(case, to)
    case.outcome_reason = reason if to == CaseStatus.NOT_TAKEN_UP else ""
    case.effect_due_on = effect_due_on if to == CaseStatus.TAKEN_UP else None
    case.save(update_fields=["status", "outcome_reason", "effect_due_on"])
    event = record_event("case.outcome_changed", on=case, by=by, before=before, after=to.value)
    author = case.comment.author
    if author is not None and author.is_active:
        queue_mail(
            "outcome_changed",
            key=f"{case.pk}-{event.pk}",
            recipient=author,
            context={"case": case.pk, "outcome": to.value},
            cause=event,
        )
    forget_case_pages(case)
    return case


def lock(case: Case) -> Case:
    """The present row, held until the transaction ends."""
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("administration", "comment__author", "comment__topic")
        .get(pk=case.pk)
    )


def ensure_open(case: Case) -> None:
    """Raise IllegalTransition when nobody owes an answer any more."""
    if not case.is_open:
        raise IllegalTransition(case.status, CaseStatus.ANSWERED)


def change(case: Case, after: CaseStatus) -> None:
    ensure_transition(case.status, after, CASE_TRANSITIONS)
    case.status = after


def forget_case_pages(case: Case) -> None:
    """Throw away the public pages that show this case: its own, its topic's, lists and numbers."""
    invalidate(case_tag(case.pk), CASES, topic_tag(case.comment.topic_id))


def _next_number() -> str:
    year = timezone.localdate().year
    CaseCounter.objects.get_or_create(year=year)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"GDB-{year}-{counter.last:06d}"
