"""On one's own page: that mails no longer reach one's address, and the way back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.mail.services.addresses import suppression_of

from .account_sections import AccountSection, register_account_section
from .models import User


def spared_address(person: User) -> dict[str, Any] | None:
    suppression = suppression_of(person.email)
    return {"suppression": suppression} if suppression else None


def register() -> None:
    register_account_section(
        AccountSection(
            name="mail",
            title=_("Unsere Mails erreichen Sie nicht"),
            template="mail/account.html",
            build=spared_address,
            order=1,
        )
    )
