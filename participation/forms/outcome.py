"""What an administration says when a topic is over."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import Verdict
from ..services.outcome import DecisionText
from .comment import PlainTextField


class OutcomeForm(forms.Form):
    text = PlainTextField(
        label=_("Was ist herausgekommen?"),
        max_length=20_000,
        help_text=_(
            "Was haben Menschen gesagt, und was folgt daraus? Schreiben Sie für die, die "
            "mitgeredet haben. Leerzeilen trennen Absätze."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Schreiben Sie, was herausgekommen ist.")},
    )


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(
        label=_("Entscheidung"),
        choices=[("", _("– keine –")), *Verdict.choices],
        required=False,
    )
    text = forms.CharField(
        label=_("Worum es ging und warum"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.URLField(
        label=_("Link zum Weiterlesen (freiwillig)"),
        max_length=500,
        required=False,
        assume_scheme="https",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("verdict")) != bool(cleaned.get("text")):
            missing = "text" if cleaned.get("verdict") else "verdict"
            self.add_error(missing, _("Zu einer Entscheidung gehören beide Angaben."))
        elif cleaned.get("link") and not cleaned.get("text"):
            self.add_error("text", _("Zu einem Link gehört eine Entscheidung."))
        return cleaned


class BaseDecisionFormSet(forms.BaseFormSet):
    def decisions(self) -> list[DecisionText]:
        return [
            DecisionText(
                form.cleaned_data["verdict"], form.cleaned_data["text"], form.cleaned_data["link"]
            )
            for form in self.forms
            if form.cleaned_data.get("text")
        ]


# A row whose text is emptied goes away; three empty ones are always there for new decisions.
DecisionFormSet = forms.formset_factory(
    DecisionForm, formset=BaseDecisionFormSet, extra=3, max_num=40, absolute_max=60
)
