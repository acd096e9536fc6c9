"""Telling about a barrier, and settling it."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class BarrierForm(forms.Form):
    """Nothing about the person is required; an address only for those who want an answer."""

    text = forms.CharField(
        label=_("Was funktioniert nicht?"),
        help_text=_(
            "Beschreiben Sie es so, wie Sie es erlebt haben. Technische Wörter sind nicht nötig."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": _("Bitte beschreiben Sie, was nicht funktioniert.")},
    )
    page_url = forms.CharField(
        label=_("Auf welcher Seite? (freiwillig)"),
        help_text=_("Die Adresse oder der Name der Seite."),
        max_length=500,
        required=False,
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse (freiwillig)"),
        help_text=_("Nur wenn Sie eine Antwort möchten. Sie bekommen eine Bestätigung."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": _("Bitte prüfen Sie die Adresse, zum Beispiel: name@example.org")
        },
    )
    # Left empty by people, filled in by programs.
    website = forms.CharField(required=False, label=_("Bitte leer lassen"))
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid.uuid4

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class SettleForm(forms.Form):
    """What was done about a barrier, in words for whoever met it."""

    note = forms.CharField(
        label=_("Was wurde getan?"),
        help_text=_(
            "In einfachen Worten: Was geht jetzt? Wenn es noch dauert: bis wann, und welchen Weg "
            "gibt es solange?"
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        min_length=15,
        max_length=4000,
        error_messages={
            "required": _("Schreiben Sie, was getan wurde."),
            "min_length": _("Bitte antworten Sie in mindestens einem Satz."),
        },
    )
