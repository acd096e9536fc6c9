"""The questions as a form, and the decision to ask them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import Question, Use
from .options import options_of


class AnswerForm(forms.Form):
    """Each question can be left out; whoever does not want to say chooses nothing."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        options = options_of()
        for question in Question:
            choices = [("", _("möchte ich nicht sagen")), *options[question].items()]
            widget = forms.Select if question == Question.DISTRICT else forms.RadioSelect
            self.fields[question.value] = forms.ChoiceField(
                label=question.label, choices=choices, required=False, widget=widget
            )
        self.fields[Question.DISTRICT.value].help_text = _(
            "Wohnen Sie nicht in Berlin, lassen Sie die Frage aus."
        )


class UseForm(forms.Form):
    use = forms.ChoiceField(
        label=_("Freiwillige Fragen zur Person"),
        choices=Use.choices,
        widget=forms.RadioSelect,
        help_text=_("Bezirk, Alter, Geschlecht. Gefragt wird erst, wer mitgemacht hat."),
    )
