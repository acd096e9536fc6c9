"""What staff type from a sheet of paper or from the minutes of an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..enums import Channel, CommentKind, Stance
from ..models import Topic
from .comment import PlainTextField


class OfflineForm(forms.Form):
    """After saving, what is alike on the next sheet is still there."""

    topic = forms.ModelChoiceField(label=_("Thema"), queryset=Topic.objects.none())
    channel = forms.ChoiceField(label=_("Herkunft"), choices=Channel.choices)
    said_on = forms.DateField(
        label=_("Wann geschrieben oder gesagt?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )
    place = forms.CharField(
        label=_("Ort oder Veranstaltung"),
        max_length=120,
        help_text=_("Steht öffentlich beim Beitrag. Keine Namen von Personen."),
    )
    number = forms.CharField(
        label=_("Nummer"),
        max_length=20,
        help_text=_("Nummer des Bogens oder Punkt im Protokoll. Jede wird nur einmal erfasst."),
    )
    kind = forms.ChoiceField(
        label=_("Art des Beitrags"),
        choices=[("", _("keine Angabe")), *CommentKind.choices],
        required=False,
    )
    stance = forms.ChoiceField(
        label=_("Haltung"),
        choices=[("", _("keine Angabe")), *Stance.choices],
        required=False,
    )
    text = PlainTextField(
        label=_("Wortlaut"),
        max_length=5000,
        help_text=_("Wie geschrieben, ohne Namen und Adressen."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    KEPT = ("topic", "channel", "said_on", "place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = Topic.objects.public().filter(outcome=None)

    def clean_said_on(self) -> Any:
        day = self.cleaned_data["said_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Das Datum liegt in der Zukunft."))
        return day
