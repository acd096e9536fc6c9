"""Who may answer for an administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from .models import Case


def may_answer_for_somebody(user: User | AnonymousUser) -> bool:
    """Officials, whatever their administration; the desk shows them their own cases only."""
    return user.is_authenticated and user.has_perm("cases.answer_case")


def may_answer(user: User | AnonymousUser, case: Case) -> bool:
    """Officials of the administration that the case lies with now."""
    return (
        may_answer_for_somebody(user)
        and case.administration.members.filter(user_id=user.pk).exists()
    )
