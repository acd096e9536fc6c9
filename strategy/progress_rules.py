"""Who may say how far a measure is, and whether a draft explains what it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.rules import roles_of

from .progress_facts import facts_of

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from .models import Measure


def speaks_for(user: User | AnonymousUser, measure: Measure) -> bool:
    """Whether the person works for the administration that is responsible for the measure."""
    administration = measure.responsible_administration_id
    if administration is None or Role.OFFICIAL not in roles_of(user):
        return False
    return user.administration_memberships.filter(administration=administration).exists()


def may_change_progress(user: User | AnonymousUser, measure: Measure) -> bool:
    """The responsible administration itself, and the chief editors."""
    return Role.PUBLISHER in roles_of(user) or speaks_for(user, measure)


def may_see_progress_desk(user: User | AnonymousUser) -> bool:
    return bool(roles_of(user) & {Role.PUBLISHER, Role.OFFICIAL})


def may_import_progress(user: User | AnonymousUser) -> bool:
    return Role.PUBLISHER in roles_of(user)


def needs_reason(measure: Measure) -> bool:
    """Whether publishing this draft would change what is said, and nobody wrote why."""
    return not measure.change_reason.strip() and _differs(measure)


def contradicts_source(measure: Measure) -> bool:
    """Whether this translation says something else than the German page."""
    return measure.locale.language_code != settings.LANGUAGE_CODE and _differs(measure)


def _differs(measure: Measure) -> bool:
    from .models import MeasureChange  # noqa: PLC0415  app ready: measures ask these rules

    last = MeasureChange.objects.of(measure).first()
    return last is not None and last.state != facts_of(measure)
