"""How often people want to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import NEWS_KINDS, Frequency, NewsFrequency


class FrequencyForm(forms.Form):
    """Of an administration's mailbox, and of the official's own copy."""

    mailbox = forms.ChoiceField(label=_("An das Funktionspostfach"), choices=Frequency.choices)
    personal = forms.ChoiceField(label=_("Zusätzlich an mich"), choices=Frequency.choices)


class NewsForm(forms.Form):
    """One choice per kind of news."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in NEWS_KINDS:
            label = str(kind.label)
            self.fields[kind.value] = forms.ChoiceField(
                label=label[0].upper() + label[1:], choices=NewsFrequency.choices
            )
