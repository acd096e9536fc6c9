"""Offering, seeking and answering cooperation on a measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import CooperationKind
from ..german_order import german_key
from ..models import Administration, Measure


class AdministrationField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class ProposalForm(forms.Form):
    """Who asks whom about which measure; the responsible administration seeks, others offer."""

    sender = AdministrationField(label=_("Für welche Verwaltung"), queryset=None)
    measure = forms.ModelChoiceField(label=_("Maßnahme oder Pilotprojekt"), queryset=None)
    kind = forms.ChoiceField(
        label=_("Was möchten Sie?"), choices=CooperationKind.choices, widget=forms.RadioSelect
    )
    addressee = AdministrationField(
        label=_("Mit wem"),
        required=False,
        queryset=None,
        help_text=_(
            "Nur wenn Sie suchen. Leer: alle. Ein Angebot geht immer an die zuständige Verwaltung."
        ),
        empty_label=_("mit allen"),
    )
    text = forms.CharField(
        label=_("Worum geht es?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ein bis drei Sätze. Sie stehen öffentlich auf der Seite der Maßnahme."),
    )

    def __init__(self, *args: Any, senders: Sequence[Administration], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Administration.objects.with_names()
        self._offer("sender", bodies.filter(pk__in=[body.pk for body in senders]))
        self._offer("addressee", bodies)
        measures = Measure.objects.live().in_source_language().order_by("title", "id").only("title")
        self.fields["measure"].queryset = measures.filter(responsible_administration__isnull=False)
        if len(senders) == 1:
            self.fields["sender"].initial = senders[0].pk
            self.fields["sender"].widget = forms.HiddenInput()

    def _offer(self, name: str, bodies: Any) -> None:
        field = self.fields[name]
        field.queryset = bodies
        named = sorted(bodies, key=lambda body: german_key(body.name))
        choices = [(body.pk, body.name) for body in named]
        field.choices = choices if field.required else [("", field.empty_label), *choices]


class CooperationAnswerForm(forms.Form):
    """Yes or no, with a word that the other side reads; with a yes the public does, too."""

    accept = forms.TypedChoiceField(
        label=_("Ihre Antwort"),
        choices=[("ja", _("Ja, wir arbeiten zusammen")), ("nein", _("Nein, diesmal nicht"))],
        coerce=lambda value: value == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Ein Satz dazu"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Eine Zusage steht mit diesem Satz öffentlich, eine Absage nicht."),
    )
