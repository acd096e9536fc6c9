"""Opening, handing over and answering cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import IllegalTransition, ensure_transition
from gdb_portal.mail.services import queue_mail
from strategy.models import Administration

from ..models import Comment
from ..services.comment import forget_topic_pages
from .calendar import add_working_days
from .enums import CASE_TRANSITIONS, AnswerStatus, CaseStatus
from .models import Answer, Case, CaseCounter, HandOver

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
            _change(known, CaseStatus.NEW)
            known.save(update_fields=["status"])
            record_event("case.reopened", on=known, by=by)
        return known
    published_on = timezone.localtime(comment.published_at).date()
    case = Case.objects.create(
        number=_next_number(),
        comment=comment,
        administration=comment.topic.administration,
        due_on=add_working_days(published_on, comment.topic.answer_working_days),
    )
    record_event("case.opened", on=case, by=by, administration=case.administration_id)
    return case


@transaction.atomic
def discontinue_case(comment: Comment, *, by: User | None) -> None:
    """Stop asking for an answer to a comment that is no longer public or no longer wishes one."""
    case = Case.objects.select_for_update().filter(comment=comment).first()
    if case is not None and case.is_open:
        _change(case, CaseStatus.DISCONTINUED)
        case.save(update_fields=["status"])
        record_event("case.discontinued", on=case, by=by)


@transaction.atomic
def hand_over(case: Case, *, to: Administration, reason: str, by: User) -> Case:
    """Give an open case to another administration; the deadline stays, the reason is public.

    The new administration finds it in its next digest. Raises IllegalTransition when the case is
    not open, ValueError when it already lies there.
    """
    case = _lock(case)
    if case.administration_id == to.pk:
        raise ValueError("The case already lies with this administration.")
    _change(case, CaseStatus.FORWARDED)
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
    case.administration = to
    case.save(update_fields=["status", "administration"])
    # A draft was written in the name of the administration that gave the case away.
    Answer.objects.filter(case=case, status=AnswerStatus.DRAFT).update(administration=to)
    forget_topic_pages(case.comment.topic_id)
    return case


@transaction.atomic
def draft_answer(case: Case, *, by: User, text: str) -> Answer:
    """Keep the wording for later; nobody outside the administration sees it.

    Raises IllegalTransition when the case is answered or discontinued.
    """
    case = _lock(case)
    _ensure_open(case)
    answer, _created = Answer.objects.update_or_create(
        case=case,
        defaults={"text": text, "administration": case.administration, "drafted_by": by},
    )
    record_event("answer.drafted", on=case, by=by)
    return answer


@transaction.atomic
def publish_answer(case: Case, *, by: User, text: str) -> Answer:
    """Put the answer under the comment, close the case, and tell the author by mail.

    Raises IllegalTransition when the case is answered or discontinued.
    """
    answer = draft_answer(case, by=by, text=text)
    case = _lock(case)
    now = timezone.now()
    _change(case, CaseStatus.ANSWERED)
    case.answered_at = now
    case.save(update_fields=["status", "answered_at"])
    answer.status = AnswerStatus.PUBLISHED
    answer.published_at = now
    answer.published_by = by
    answer.save()
    record_event(
        "case.answered",
        on=case,
        by=by,
        administration=case.administration_id,
        overdue=timezone.localtime(now).date() > case.due_on,
    )
    author = case.comment.author
    if author is not None and author.is_active:
        queue_mail(
            "answer_published", key=str(case.pk), recipient=author, context={"case": case.pk}
        )
    forget_topic_pages(case.comment.topic_id)
    return answer


def _next_number() -> str:
    year = timezone.localdate().year
    CaseCounter.objects.get_or_create(year=year)
    counter = CaseCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"GDB-{year}-{counter.last:06d}"


def _lock(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("administration", "comment__author", "comment__topic")
        .get(pk=case.pk)
    )


def _ensure_open(case: Case) -> None:
    if not case.is_open:
        raise IllegalTransition(case.status, CaseStatus.ANSWERED)


def _change(case: Case, after: CaseStatus) -> None:
    ensure_transition(case.status, after, CASE_TRANSITIONS)
    case.status = after
