"""Who may publish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def may_publish_directly(user: User, item: models.Model) -> bool:
    """Nobody publishes what they wrote: the last revision must be another person's."""
    latest = getattr(item, "latest_revision", None)
    return latest is not None and latest.user_id not in {None, user.pk}
