"""Who moderates, who administers, and when somebody who moderates was last here."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import Max, QuerySet

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.models import User

from .models import Decision


def moderators() -> QuerySet[User]:
    """Active accounts that may moderate. They stand in for each other."""
    allowed = Permission.objects.filter(
        content_type__app_label="participation", codename="moderate_comment"
    )
    return (
        get_user_model()
        .objects.filter(pk__in=allowed.values("group__user"), is_active=True)
        .order_by("pk")
    )


def administrators() -> QuerySet[User]:
    """Active accounts that give and take roles."""
    return (
        get_user_model()
        .objects.filter(groups__name=Role.ADMINISTRATOR, is_active=True)
        .order_by("pk")
    )


def last_attended_at() -> dt.datetime | None:
    """When a moderator last signed in or decided, whichever is later.

    Sessions last for weeks, so that signing in alone says too little.
    """
    moments = [
        moderators().aggregate(at=Max("last_login"))["at"],
        Decision.objects.aggregate(at=Max("decided_at"))["at"],
    ]
    return max((moment for moment in moments if moment), default=None)
