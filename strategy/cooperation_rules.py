"""For whom an official may offer, seek and answer cooperation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.rules import roles_of

from .models import Administration

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from .models import CooperationRequest


def may_see_cooperation_desk(user: User | AnonymousUser) -> bool:
    return Role.OFFICIAL in roles_of(user)


def administrations_of(user: User | AnonymousUser) -> list[Administration]:
    """Those that the official answers for; none for everybody else."""
    if Role.OFFICIAL not in roles_of(user):
        return []
    return list(Administration.objects.of_member(user).with_names())


def may_answer_cooperation(user: User | AnonymousUser, request: CooperationRequest) -> bool:
    return request.addressee_id in {body.pk for body in administrations_of(user)}


def may_withdraw_cooperation(user: User | AnonymousUser, request: CooperationRequest) -> bool:
    return request.sender_id in {body.pk for body in administrations_of(user)}
