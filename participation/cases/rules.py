"""Who may answer for an administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User
    from strategy.models import Administration

    from .models import AnsweringText, Case, Consultation


def may_answer_for_somebody(user: User | AnonymousUser) -> bool:
    """Officials, whatever their administration; the desk shows them their own cases only."""
    return user.is_authenticated and user.is_active and user.has_perm("cases.answer_case")


def may_answer_for(user: User | AnonymousUser, administration: Administration) -> bool:
    """Officials who work for this administration."""
    return may_answer_for_somebody(user) and administration.members.filter(user_id=user.pk).exists()


def may_answer(user: User | AnonymousUser, case: Case) -> bool:
    """Officials of the administration that the case lies with now."""
    return may_answer_for(user, case.administration)


def may_reply(user: User | AnonymousUser, consultation: Consultation) -> bool:
    """Officials of the administration that was asked."""
    return may_answer_for(user, consultation.administration)


def may_release(user: User | AnonymousUser, answer: AnsweringText) -> bool:
    """Whoever did not write the words; where one person is enough, everybody."""
    return not answer.has_second_reader or answer.drafted_by_id != user.pk
