"""Releasing a version of the strategy."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import VersionStatus


class ReleaseForm(forms.Form):
    """What every release says; `seen` names the text that was shown when the form was filled in."""

    title = forms.CharField(label=_("Titel"), max_length=160)
    note = forms.CharField(
        label=_("Hinweis"),
        max_length=1000,
        required=False,
        help_text=_("Steht über dem Text, zum Beispiel woher er stammt oder wofür er gedacht ist."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """Who decided about the text, when, and where one can read it."""

    adopted_on = forms.DateField(
        label=_("Beschlossen am"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    adopted_by = forms.CharField(label=_("Beschlossen von"), max_length=120)
    resolution = forms.CharField(
        label=_("Beschluss"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    resolution_url = forms.URLField(
        label=_("Adresse des Beschlusses"), max_length=500, required=False, assume_scheme="https"
    )

    def clean_adopted_on(self) -> Any:
        day = self.cleaned_data["adopted_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Der Tag des Beschlusses liegt in der Zukunft."))
        return day


class AdoptedForm(DecisionForm, ReleaseForm):
    """The published chapters were adopted."""

    field_order = ["title", "adopted_on", "adopted_by", "resolution", "resolution_url", "note"]


class DraftForm(ReleaseForm):
    """The chapters' drafts are to be read or discussed."""

    status = forms.ChoiceField(
        label=_("Stand"),
        choices=[
            (status.value, status.label)
            for status in (VersionStatus.DRAFT, VersionStatus.IN_CONSULTATION)
        ],
        widget=forms.RadioSelect,
    )

    field_order = ["title", "status", "note"]
