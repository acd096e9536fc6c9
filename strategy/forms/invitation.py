"""Inviting, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.forms import PseudonymField
from gdb_portal.accounts.models import User

from ..models import Administration


class InviteForm(forms.Form):
    administration = forms.ModelChoiceField(
        label=_("Verwaltung"), queryset=Administration.objects.with_names()
    )
    email = forms.EmailField(
        label=_("Dienstliche E-Mail-Adresse"),
        max_length=254,
        help_text=_("Die Einladung gilt 14 Tage und nur für eine Person."),
    )


class AcceptForm(forms.Form):
    """A new account for an official; the mail address comes from the invitation."""

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.fields["pseudonym"] = PseudonymField()
        self.fields["password"] = forms.CharField(
            label=_("Passwort"),
            help_text=_("Mindestens 10 Zeichen."),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if password := cleaned.get("password"):
            person = User(email=self.email, pseudonym=cleaned.get("pseudonym", ""))
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
