"""Who may publish, and who may settle what people report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.rules import roles_of

from .authorship import writer_id

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def may_publish_directly(user: User, item: models.Model) -> bool:
    """Nobody publishes what they wrote: its latest words must be another person's."""
    return hasattr(item, "revisions") and writer_id(item) not in {None, user.pk}


def may_settle_feedback(user: User | AnonymousUser) -> bool:
    """Whoever can mend a barrier in the content, and whoever runs the portal."""
    return bool(roles_of(user) & {Role.EDITOR, Role.PUBLISHER, Role.ADMINISTRATOR})


def may_write_newsletter(user: User | AnonymousUser) -> bool:
    """Whoever writes its issues may look at them as mails and send one to themselves."""
    return bool(roles_of(user) & {Role.EDITOR, Role.PUBLISHER})


def may_send_newsletter(user: User | AnonymousUser) -> bool:
    return user.has_perm("pages.send_newsletter")
