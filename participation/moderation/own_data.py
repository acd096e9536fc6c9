"""What moderation hands out and forgets of a person: their appeals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.personal_data import register_personal_data

from .models import Appeal

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def export_appeals(user: User) -> list[dict[str, Any]]:
    """Against hiding one's own words. Who appeals after a report is known by a mail alone."""
    return [
        {
            str(_("Nummer")): appeal.reference,
            str(_("Zum Beitrag Nummer")): appeal.decision.comment_id,
            str(_("Warum die Entscheidung falsch war")): appeal.text,
            str(_("Eingegangen")): appeal.created_at,
            str(_("Status")): appeal.get_status_display(),
            str(_("Begründung")): appeal.reason,
            str(_("Entschieden")): appeal.decided_at,
        }
        for appeal in Appeal.objects.of_author(user).select_related("decision")
    ]


def forget_words(user: User, farewell: Farewell) -> None:
    """That there was an appeal, and how it was decided, stays: it is counted in public."""
    Appeal.objects.of_author(user).update(text="")


def register() -> None:
    register_personal_data(
        "appeals", title=_("Beschwerden"), export=export_appeals, erase=forget_words
    )
