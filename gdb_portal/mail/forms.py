"""What administrators may ask of the outbox, and what readers without an account may say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from .enums import MailStatus, Rhythm
from .kinds import KINDS
from .lists import Described
from .models import AddressSubscription

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


class AddressForm(forms.Form):
    """An address without an account."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Bitte geben Sie Ihre Adresse ein."),
            "invalid": _("Bitte prüfen Sie die Adresse, zum Beispiel: name@example.org"),
        },
    )
    # Left empty by people, filled in by programs.
    website = forms.CharField(required=False, label=_("Bitte leer lassen"))

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("website"))


class AlsoForm(forms.Form):
    """Other requests of the same address that wait for their yes; none is ticked beforehand."""

    also = forms.TypedMultipleChoiceField(
        label=_("Außerdem bestätigen (freiwillig)"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, others: list[tuple[int, Described]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = [  # type: ignore[attr-defined]  a ChoiceField
            (pk, described.title) for pk, described in others
        ]


class RhythmsForm(forms.Form):
    """How often an address hears of each thing: one field per subscription, named by its number.

    What was subscribed to meanwhile is missing from the page, and stays as it is.
    """

    def __init__(
        self,
        *args: Any,
        subscriptions: Iterable[tuple[AddressSubscription, Described]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for row, described in subscriptions:
            self.fields[str(row.pk)] = forms.ChoiceField(
                label=format_html(
                    '{}<span class="gdb-visually-hidden">: {}</span>',
                    _("Wie oft"),
                    described.title,
                ),
                choices=Rhythm.choices,
                initial=row.rhythm,
                required=False,
                error_messages={"invalid_choice": _("Bitte wählen Sie aus der Liste.")},
            )

    def add_prefix(self, field_name: str) -> str:
        return f"rhythm-{field_name}"
