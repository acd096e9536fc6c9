"""What a person says about a pair, and what must be right before editors can submit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from .enums import Preference
from .reading import OwnPair
from .schedule import Pair

# Sent instead of a preference.
WITHDRAW = "withdraw"


class PairForm(forms.Form):
    """One pair, named as the person saw it; the service checks it again."""

    pair = forms.CharField(
        widget=forms.HiddenInput, validators=[RegexValidator(r"\A[0-9]{1,18}-[0-9]{1,18}\Z")]
    )
    read = forms.CharField(widget=forms.HiddenInput, max_length=32)
    preference = forms.ChoiceField(choices=[*Preference.choices, (WITHDRAW, "")])

    def __init__(self, asked: OwnPair, read: str, *args: Any) -> None:
        super().__init__(*args)
        self.initial = {"pair": "-".join(str(item) for item in asked.pair), "read": read}

    def named_pair(self) -> Pair:
        first, _dash, second = self.cleaned_data["pair"].partition("-")
        return int(first), int(second)


class ComparisonForm(WagtailAdminModelForm):
    """A draft may be unfinished; the items of an answered comparison stay as they were."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._ask_for_own_contributions(cleaned.get("topic"))
        if self.instance.pk is None or not self.instance.sheets.exists():
            return cleaned
        if any(form.has_changed() for form in self.formsets["items"].forms):
            self.add_error(
                None,
                _(
                    "Es haben schon Menschen verglichen: Die Vorschläge bleiben, wie sie waren. "
                    "Legen Sie für andere Vorschläge einen neuen Paarvergleich an."
                ),
            )
        if "title" in self.changed_data:
            self.add_error("title", _("Es haben schon Menschen auf diese Frage geantwortet."))
        if "topic" in self.changed_data:
            self.add_error("topic", _("Ein beantworteter Paarvergleich bleibt bei seinem Thema."))
        return cleaned

    def _ask_for_own_contributions(self, topic: Any) -> None:
        for form in self.formsets["items"].forms:
            # Asked here for the first time, so there is something clean to look at.
            comment = form.cleaned_data.get("comment") if form.is_valid() else None
            if comment is not None and topic is not None and comment.topic_id != topic.pk:
                form.add_error("comment", _("Dieser Beitrag gehört zu einem anderen Thema."))
