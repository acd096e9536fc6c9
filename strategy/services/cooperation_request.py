"""Offering and seeking cooperation on a measure, answering it, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from gdb_portal.core.events import record_event
from gdb_portal.core.page_cache import CONTENT, invalidate
from gdb_portal.core.transitions import ensure_transition

from ..enums import COOPERATION_TRANSITIONS, CooperationKind, CooperationStatus
from ..models import Administration, CooperationRequest, Measure

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

DECIDED = {
    CooperationStatus.ACCEPTED: "cooperation.accepted",
    CooperationStatus.DECLINED: "cooperation.declined",
    CooperationStatus.WITHDRAWN: "cooperation.withdrawn",
}


class NotPossible(Exception):
    """The two do not stand to the measure as this kind of request needs."""


class AskedAlready(Exception):
    """The same request waits for its answer."""


@transaction.atomic
def propose_cooperation(
    measure: Measure,
    *,
    kind: str,
    sender: Administration,
    addressee: Administration | None = None,
    text: str,
    by: User,
) -> CooperationRequest:
    """The request stands on the measure's page and in the other side's next digest.

    The responsible administration seeks, another one or all; others offer, to the responsible one.
    Raises NotPossible, AskedAlready.
    """
    measure = Measure.objects.select_for_update(of=("self",)).get(pk=measure.pk)
    responsible = measure.responsible_administration
    if kind == CooperationKind.OFFER:
        addressee = responsible
    is_responsible = responsible is not None and sender.pk == responsible.pk
    if is_responsible != (kind == CooperationKind.SEEK) or responsible is None:
        raise NotPossible
    if addressee is not None and addressee.pk == sender.pk:
        raise NotPossible
    same = CooperationRequest.objects.open().on(measure)
    if same.filter(kind=kind, sender=sender, addressee=addressee).exists():
        raise AskedAlready
    request = CooperationRequest.objects.create(
        measure=measure, kind=kind, sender=sender, addressee=addressee, text=text, proposed_by=by
    )
    record_event("cooperation.proposed", on=request, by=by, cooperation=kind)
    invalidate(CONTENT)
    return request


@transaction.atomic
def answer_cooperation(
    request: CooperationRequest, *, accept: bool, answer: str, by: User
) -> CooperationRequest:
    """The other side says yes or no; the asking side hears of it in its digest.

    A yes and its words are public, a no is not. Raises IllegalTransition when it was decided.
    """
    after = CooperationStatus.ACCEPTED if accept else CooperationStatus.DECLINED
    return _decide(request, after, answer=answer, by=by)


@transaction.atomic
def withdraw_cooperation(request: CooperationRequest, *, by: User) -> CooperationRequest:
    """The request is gone from the measure's page. Raises IllegalTransition when it was decided."""
    return _decide(request, CooperationStatus.WITHDRAWN, answer="", by=by)


def _decide(
    request: CooperationRequest, after: CooperationStatus, *, answer: str, by: User
) -> CooperationRequest:
    request = CooperationRequest.objects.select_for_update().get(pk=request.pk)
    ensure_transition(request.status, after, COOPERATION_TRANSITIONS)
    request.status, request.answer = after, answer
    request.decided_by, request.decided_at = by, timezone.now()
    request.save()
    record_event(DECIDED[after], on=request, by=by)
    invalidate(CONTENT)
    return request
