"""Recording what became of a contribution."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import Page

from gdb_portal.core.events import record_event
from gdb_portal.core.transitions import IllegalTransition
from strategy.models import MeasureChange, StrategyVersion

from ..enums import WITH_ANSWER, CaseStatus
from ..events import tell_effect_recorded
from ..models import Case, Effect
from .case import change, forget_case_pages, lock

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def record_effect(
    case: Case,
    *,
    text: str,
    happened_on: dt.date,
    by: User,
    seen_in: StrategyVersion | MeasureChange | Page | None = None,
    is_final: bool = False,
) -> Effect:
    """Say publicly what changed, when, and where to see it; `is_final` closes the case for good.

    Seen in a measure's change, it stands on the measure's page too. Author and followers hear of it
    in their digests. Raises IllegalTransition before the answer.
    """
    case = lock(case)
    if case.status not in WITH_ANSWER:
        raise IllegalTransition(case.status, CaseStatus.DONE)
    effect = Effect(case=case, text=text, happened_on=happened_on, by=by)
    if isinstance(seen_in, StrategyVersion):
        effect.version = seen_in
    elif isinstance(seen_in, MeasureChange):
        effect.change, effect.page = seen_in, seen_in.measure
    else:
        effect.page = seen_in
    effect.save()
    record_event(
        "case.effect_recorded",
        on=case,
        by=by,
        effect=effect.pk,
        page=effect.page_id,
        version=effect.version_id,
        change=effect.change_id,
    )
    if is_final and case.status != CaseStatus.DONE:
        before = case.status
        change(case, CaseStatus.DONE)
        case.save(update_fields=["status"])
        record_event("case.outcome_changed", on=case, by=by, before=before, after=case.status)
    tell_effect_recorded(effect, by)
    forget_case_pages(case)
    return effect
