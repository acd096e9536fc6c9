"""How often administrations and their members are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from gdb_portal.core.events import record_event
from strategy.models import Administration

from ...models import Topic
from ..models import DigestPreference, MemberPreference

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


@transaction.atomic
def set_frequency(administration: Administration, *, frequency: str, by: User | None) -> None:
    """How often the administration's mailbox is told from now on."""
    DigestPreference.objects.update_or_create(
        administration=administration, defaults={"frequency": frequency}
    )
    record_event("digest.frequency_set", on=administration, by=by, frequency=frequency)


@transaction.atomic
def set_member_frequency(
    person: User, administration: Administration, *, frequency: str, by: User | None
) -> None:
    """How often a member is told personally from now on, besides the mailbox."""
    MemberPreference.objects.update_or_create(
        administration=administration, person=person, defaults={"frequency": frequency}
    )
    record_event("digest.frequency_set", on=administration, by=by, frequency=frequency)


def topics_without_mailbox() -> list[Topic]:
    """Public topics whose administration can't be told, for the editors' attention."""
    return list(Topic.objects.public().filter(administration__email=""))
