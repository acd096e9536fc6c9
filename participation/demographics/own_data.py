"""What a person's own data say about these questions: that they answered, never what."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.models import User
from gdb_portal.accounts.personal_data import register_personal_data

from .services import forget_marks, topics_answered


def export_marks(user: User) -> list[dict[str, Any]]:
    return [
        {
            str(_("Thema")): topic.title,
            str(_("Freiwillige Angaben zur Person")): gettext(
                "beantwortet; was Sie geantwortet haben, ist nirgends mit Ihnen verbunden"
            ),
        }
        for topic in topics_answered(user)
    ]


def erase_marks(user: User, farewell: Farewell) -> None:
    forget_marks(user)


def register() -> None:
    register_personal_data(
        "demographics",
        title=_("Freiwillige Angaben zur Person"),
        export=export_marks,
        erase=erase_marks,
    )
