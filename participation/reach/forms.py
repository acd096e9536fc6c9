"""What those who evaluate choose."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import Span


class SpanForm(forms.Form):
    """How far back to look."""

    zeitraum = forms.ChoiceField(label=_("Zeitraum"), choices=Span.choices)

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> SpanForm:
        asked = query.get("zeitraum", "")
        return cls(initial={"zeitraum": asked if asked in Span.values else Span.MONTH})

    @property
    def span(self) -> str:
        return str(self.initial["zeitraum"])
