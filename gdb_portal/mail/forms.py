"""What administrators may ask of the outbox."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from .enums import MailStatus
from .kinds import KINDS

AGES: Final = [
    ("", _("jedes Alter")),
    ("1", _("ein Tag")),
    ("7", _("7 Tage")),
    ("30", _("30 Tage")),
]


class OutboxFilterForm(forms.Form):
    art = forms.ChoiceField(label=_("Art"), required=False)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("alle")), *MailStatus.choices]
    )
    alter = forms.ChoiceField(label=_("höchstens so alt"), required=False, choices=AGES)
    stapel = forms.CharField(label=_("Stapel"), required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = sorted((str(kind.label), name) for name, kind in KINDS.items())
        self.fields["art"].choices = [  # type: ignore[attr-defined]  a ChoiceField
            ("", _("alle")),
            *[(name, label) for label, name in kinds],
        ]


class PauseForm(forms.Form):
    reason = forms.CharField(label=_("Grund"), max_length=200, min_length=5, strip=True)


class SuppressForm(forms.Form):
    address = forms.EmailField(label=_("E-Mail-Adresse"))
