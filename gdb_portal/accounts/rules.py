"""Which role somebody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from .enums import STAFF_ROLES, Role

if TYPE_CHECKING:
    from .models import User


def roles_of(user: User | AnonymousUser) -> frozenset[Role]:
    """All roles of an active account; nobody else has any. Asked once per request and object."""
    if not user.is_authenticated or not user.is_active:
        return frozenset()
    known = getattr(user, "_roles", None)
    if known is None:
        names = set(user.groups.values_list("name", flat=True))
        known = frozenset({role for role in Role if role.value in names} | {Role.CITIZEN})
        user._roles = known  # type: ignore[attr-defined]  # kept with the object
    return known


def has_role(user: User | AnonymousUser, role: Role) -> bool:
    return role in roles_of(user)


def is_staff_role(user: User | AnonymousUser) -> bool:
    """Whoever works here: any role beyond citizen, or a superuser."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or bool(roles_of(user) & STAFF_ROLES)


def may_manage_persons(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active and user.has_perm("accounts.manage_persons")


def may_change_roles_of(user: User | AnonymousUser, person: User) -> bool:
    """Administrators, but never their own roles, and never those of a superuser."""
    return may_manage_persons(user) and user.pk != person.pk and not person.is_superuser
