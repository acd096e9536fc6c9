"""Saying how far a measure is, and taking progress over from a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..enums import ImplementationPhase, MeasureStatus
from ..services.progress_import import MOST_BYTES, FileUnreadable, decode


def reason_field(**options: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Begründung"),
        max_length=2000,
        help_text=_("Ein bis drei Sätze. Sie stehen öffentlich im Verlauf der Maßnahme."),
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


class ProgressForm(forms.Form):
    """Its fields are the facts of a measure, as texts."""

    status = forms.ChoiceField(label=_("Stand"), choices=MeasureStatus.choices)
    status_as_of = forms.CharField(
        label=_("Stand vom"), required=False, max_length=10, help_text="JJJJ-MM-TT"
    )
    phase = forms.ChoiceField(
        label=_("Umsetzungsphase"),
        required=False,
        choices=[("", _("nicht bekannt")), *ImplementationPhase.choices],
    )
    starts = forms.CharField(
        label=_("Beginn"),
        required=False,
        max_length=10,
        help_text=_("JJJJ, JJJJ-MM oder JJJJ-MM-TT"),
    )
    ends = forms.CharField(
        label=_("Ende"), required=False, max_length=10, help_text=_("JJJJ, JJJJ-MM oder JJJJ-MM-TT")
    )
    reason = reason_field()


class ConfirmForm(forms.Form):
    reason = reason_field()


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("CSV-Datei"),
        help_text=_(
            "Spalten: massnahme, begruendung und beliebige von stand, stand_vom, phase, beginn, "
            "ende, zustaendig, geld. Eine leere Zelle ändert nichts, „-“ heißt: nicht bekannt."
        ),
    )

    def clean_file(self) -> tuple[str, str]:
        """Its name and its text."""
        file = self.cleaned_data["file"]
        try:
            return file.name, decode(file.read(MOST_BYTES + 1))
        except FileUnreadable as error:
            raise ValidationError(str(error)) from None


class ApplyForm(forms.Form):
    """What was tried, word for word."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    text = forms.CharField(strip=False, max_length=MOST_BYTES, widget=forms.HiddenInput)
