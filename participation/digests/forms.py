"""How often people want to be told, and of which search."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .enums import NEWS_KINDS, Frequency, NewsFrequency

KIND = re.compile(r"[a-z]{1,20}")


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


class SearchForm(forms.Form):
    """A search as its page's address says it; the same words in another order of kinds are the
    same search."""

    q = forms.CharField(min_length=2, max_length=100)
    art = forms.CharField(required=False, max_length=200)

    def __init__(self, query: QueryDict) -> None:
        words = " ".join(query.get("q", "").replace("\x00", "").split())
        kinds = sorted({kind for kind in query.getlist("art") if KIND.fullmatch(kind)})
        super().__init__({"q": words[:100], "art": ",".join(kinds)})

    def clean(self) -> dict[str, str]:
        cleaned = super().clean() or {}
        return {"query": cleaned.get("q", ""), "art": cleaned.get("art", "")}
