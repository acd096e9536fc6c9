"""Passwords that anybody would try first on this portal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import User

CONTEXT_WORDS = (
    "berlin", "gemeinsam", "digital", "gdb", "portal", "senat", "strategie", "beteiligung",
    "passwort", "password", "kennwort", "geheim", "hallo", "schatz", "sommer", "winter",
    "admin", "qwertz", "qwerty", "asdf", "123", "abc", "hertha", "union",
)  # fmt: skip
ENOUGH = 6


class ContextWordValidator:
    """Refuse what is left with too few own characters once the portal's own words are taken out."""

    def validate(self, password: str, user: User | None = None) -> None:
        rest = password.lower()
        for word in CONTEXT_WORDS:
            rest = rest.replace(word, "")
        if len(rest) < ENOUGH and rest != password.lower():
            raise ValidationError(
                _("Dieses Passwort besteht fast nur aus Wörtern, die hier jede:r zuerst probiert."),
                code="password_from_context",
            )
        if len(set(password)) < 4:
            raise ValidationError(
                _("Dieses Passwort wiederholt nur wenige Zeichen."), code="password_repeats"
            )

    def get_help_text(self) -> str:
        return _("Wörter wie „Berlin“ oder „Passwort“ allein genügen nicht.")
