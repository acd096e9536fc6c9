"""The menu of one's own pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

register = template.Library()

ENTRIES = (
    ("accounts:overview", _("Übersicht")),
    ("accounts:pseudonym", _("Pseudonym")),
    ("account_email", _("E-Mail-Adresse")),
    ("account_change_password", _("Passwort")),
    ("mfa_index", _("Zweiter Faktor")),
    ("accounts:sessions", _("Sitzungen")),
    ("accounts:own-data", _("Meine Daten")),
    ("accounts:delete", _("Konto löschen")),
)


@register.inclusion_tag("accounts/navigation.html", takes_context=True)
def account_navigation(context: dict[str, Any]) -> dict[str, Any]:
    """Every own page, with the present one marked."""
    path = context["request"].path
    return {
        "entries": [
            {"href": reverse(name), "label": label, "is_current": path == reverse(name)}
            for name, label in ENTRIES
        ]
    }
