"""What citizens send: contributions, votes, reports."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import (
    COMMENT_VOTE_VALUES,
    AnswerState,
    CommentKind,
    HouseRule,
    Stance,
    VoteValue,
)

# What a text may not hold: NUL is refused by PostgreSQL, the others change how text is read.
FORBIDDEN_CHARACTERS = dict.fromkeys([0, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class PlainTextField(forms.CharField):
    """Several lines of plain text; counts characters as people do, not as browsers send them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        text = text.translate(FORBIDDEN_CHARACTERS)
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.to_python(value))


class CommentForm(forms.Form):
    """A new contribution. `request_key` makes sending it twice harmless."""

    text = PlainTextField(
        label=_("Ihr Beitrag"),
        max_length=5000,
        help_text=_("Höchstens 5.000 Zeichen. Bitte keine persönlichen Daten."),
        widget=forms.Textarea(attrs={"rows": 8, "data-count": "5000"}),
        error_messages={
            "required": _("Schreiben Sie, was Sie sagen möchten."),
            "max_length": _(
                "Ihr Beitrag hat %(show_value)s Zeichen. Kürzen Sie ihn bitte auf %(limit_value)s."
            ),
        },
    )
    kind = forms.ChoiceField(
        label=_("Das ist ein(e)"),
        choices=CommentKind.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    stance = forms.ChoiceField(
        label=_("Wie stehen Sie zur Frage des Themas?"),
        choices=[("", _("keine Angabe")), *Stance.choices],
        required=False,
        help_text=_("Freiwillig. Es steht neben Ihrem Beitrag."),
    )
    wants_answer = forms.BooleanField(
        label=_("Ich bitte um Antwort"),
        required=False,
        help_text=_(
            "Die zuständige Verwaltung antwortet öffentlich unter Ihrem Beitrag. "
            "Sie bekommen eine Mail."
        ),
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid.uuid4

    def clean_request_key(self) -> uuid.UUID:
        return self.cleaned_data.get("request_key") or uuid.uuid4()


class ReplyForm(CommentForm):
    """A reply to somebody; replies open no case, so they ask for no answer."""

    wants_answer = None
    kind = None
    stance = None
    field_order = ("text", "request_key")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Ihre Antwort")


class ChoiceForm(forms.Form):
    """What a reader looks for in a thread; sent by GET, so the address carries it."""

    q = forms.CharField(label=_("Wörter im Text"), max_length=100, required=False)
    art = forms.ChoiceField(
        label=_("Art"), choices=[("", _("alle")), *CommentKind.choices], required=False
    )
    haltung = forms.ChoiceField(
        label=_("Haltung"), choices=[("", _("alle")), *Stance.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("Antwort der Verwaltung"),
        choices=[("", _("alle")), *AnswerState.choices],
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="auswahl_%s", **kwargs)


class VoiceForm(forms.Form):
    """Only who has voted is offered to take it back: else that would be the first choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("value"):
            field = self.fields["value"]
            field.choices = [choice for choice in field.choices if choice[0]]


class VoteForm(VoiceForm):
    """A voice on a topic; an empty value takes it back."""

    value = forms.ChoiceField(
        label=_("Ihre Stimme"),
        choices=[("", _("Stimme zurückziehen")), *VoteValue.choices],
        required=False,
        widget=forms.RadioSelect,
    )


class CommentVoteForm(VoiceForm):
    """A voice on a comment; an empty value takes it back."""

    value = forms.ChoiceField(
        label=_("Ihre Stimme"),
        choices=[
            ("", _("Stimme zurückziehen")),
            *((v.value, v.label) for v in VoteValue if v in COMMENT_VOTE_VALUES),
        ],
        required=False,
        widget=forms.RadioSelect,
    )


class ReportForm(forms.Form):
    """A notice that something is wrong with a comment; no account and no name needed."""

    ground = forms.ChoiceField(
        label=_("Was möchten Sie melden?"),
        choices=[
            ("rules", _("Der Beitrag verstößt gegen die Regeln dieses Portals")),
            ("illegal", _("Der Beitrag ist rechtswidrig")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie aus, was Sie melden möchten.")},
    )
    rule = forms.ChoiceField(
        label=_("Welche Regel?"),
        choices=[("", _("Weiß ich nicht")), *HouseRule.choices],
        required=False,
    )
    explanation = PlainTextField(
        label=_("Was stimmt nicht mit dem Beitrag?"),
        max_length=2000,
        help_text=_("Ein bis drei Sätze genügen."),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Beschreiben Sie kurz, was nicht stimmt.")},
    )
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse (freiwillig)"),
        required=False,
        help_text=_("Dann bekommen Sie eine Eingangsbestätigung und erfahren die Entscheidung."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # Filled by machines only.
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("website"):
            raise forms.ValidationError(_("Die Meldung konnte nicht angenommen werden."))
        return cleaned
