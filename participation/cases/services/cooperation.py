"""Asking other administrations, answering them, and writing notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import IllegalTransition
from strategy.models import Administration

from ..exceptions import AskedAlready
from ..models import Case, CaseNote, Consultation
from .case import ensure_open, forget_case_pages, lock

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def ask_administration(case: Case, *, of: Administration, question: str, by: User) -> Consultation:
    """Ask another administration for its part; it finds the question at its desk and in its digest.

    The case stays where it is, and so does the deadline. Raises IllegalTransition when the case is
    not open, AskedAlready.
    """
    case = lock(case)
    ensure_open(case)
    if of.pk == case.administration_id or case.consultations.filter(administration=of).exists():
        raise AskedAlready
    consultation = Consultation.objects.create(
        case=case, administration=of, question=question, asked_by=by
    )
    record_event("case.consulted", on=case, by=by, administration=of.pk)
    forget_case_pages(case)
    return consultation


@transaction.atomic
def reply_to_consultation(consultation: Consultation, *, reply: str, by: User) -> Consultation:
    """Say one's part to the administration that asked; it hears of it in its digest.

    Raises IllegalTransition when it was answered or the case needs nothing any more.
    """
    case = lock(consultation.case)
    ensure_open(case)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    if consultation.replied_at is not None:
        raise IllegalTransition("replied", "replied")
    consultation.reply, consultation.replied_by = reply, by
    consultation.replied_at = timezone.now()
    consultation.save()
    record_event(
        "case.consultation_replied", on=case, by=by, administration=consultation.administration_id
    )
    forget_case_pages(case)
    return consultation


@transaction.atomic
def write_note(case: Case, *, text: str, by: User) -> CaseNote:
    """Leave a word for colleagues; the public never sees it."""
    note = CaseNote.objects.create(case=case, text=text, by=by)
    record_event("case.note_written", on=case, by=by)
    return note
