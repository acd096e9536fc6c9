"""Who may look into the outbox, and who may run it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def may_see_outbox(user: User | AnonymousUser) -> bool:
    return user.is_authenticated and user.is_active and user.has_perm("mail.view_outboxmail")


def may_run_outbox(user: User | AnonymousUser) -> bool:
    """Stop, send again, pause kinds, release addresses."""
    return may_see_outbox(user) and user.has_perm("mail.run_outbox")
