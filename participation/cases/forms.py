"""What officials enter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from strategy.models import Administration

from ..forms.comment import PlainTextField


class AnswerForm(forms.Form):
    text = PlainTextField(
        label=_("Antwort"),
        max_length=10000,
        help_text=_(
            "Sie erscheint öffentlich unter dem Beitrag. Sagen Sie zuerst, was daraus wird, "
            "dann warum. Kurze Sätze, keine Abkürzungen."
        ),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Schreiben Sie eine Antwort.")},
    )


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(
        label=_("Neue zuständige Verwaltung"),
        queryset=Administration.objects.none(),
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Wählen Sie die Verwaltung, die antworten soll.")},
    )
    reason = PlainTextField(
        label=_("Begründung (öffentlich)"),
        max_length=1000,
        min_length=10,
        help_text=_("Warum ist die andere Verwaltung zuständig?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Nennen Sie den Grund; er steht öffentlich im Vorgang."),
            "min_length": _("Bitte begründen Sie in einem Satz."),
        },
    )

    def __init__(self, *args: object, present: Administration, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        others = Administration.objects.exclude(pk=present.pk).with_names()
        self.fields["to"].queryset = others
