"""What moderators enter. No restriction without a rule and a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import HouseRule
from ..forms.comment import PlainTextField


class HideForm(forms.Form):
    rule = forms.ChoiceField(
        label=_("Verletzte Regel"),
        choices=[("", _("Bitte wählen")), *HouseRule.choices],
        error_messages={"required": _("Wählen Sie die Regel, gegen die der Beitrag verstößt.")},
    )
    reason = PlainTextField(
        label=_("Begründung für die verfassende Person"),
        max_length=2000,
        min_length=15,
        help_text=_("Was genau verstößt gegen die Regel? Die Person bekommt diesen Text."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Ohne Begründung wird nichts ausgeblendet."),
            "min_length": _("Bitte begründen Sie in mindestens einem Satz."),
        },
    )


class KeepForm(forms.Form):
    reason = PlainTextField(
        label=_("Warum bleibt der Beitrag stehen?"),
        max_length=2000,
        min_length=15,
        help_text=_("Wer gemeldet hat, bekommt diesen Text, wenn eine Adresse angegeben ist."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Bitte begründen Sie die Entscheidung."),
            "min_length": _("Bitte begründen Sie in mindestens einem Satz."),
        },
    )


class AppealForm(forms.Form):
    """What an author says against a decision."""

    text = PlainTextField(
        label=_("Warum war die Entscheidung falsch?"),
        max_length=2000,
        min_length=15,
        help_text=_("Ein bis drei Sätze genügen. Eine andere Person liest sie."),
        widget=forms.Textarea(attrs={"rows": 6, "data-count": "2000"}),
        error_messages={
            "required": _("Schreiben Sie, warum die Entscheidung falsch war."),
            "min_length": _("Bitte begründen Sie in mindestens einem Satz."),
        },
    )


class ObjectionForm(forms.Form):
    """What another person decides after the author objected."""

    verdict = forms.ChoiceField(
        label=_("Wie entscheiden Sie?"),
        choices=[
            ("uphold", _("Der Beitrag bleibt ausgeblendet")),
            ("take_back", _("Der Beitrag wird wieder gezeigt")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wie Sie entscheiden.")},
    )
    reason = PlainTextField(
        label=_("Begründung für die verfassende Person"),
        max_length=2000,
        min_length=15,
        help_text=_("Gehen Sie auf die Beschwerde ein. Die Person bekommt diesen Text."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Ohne Begründung wird über keine Beschwerde entschieden."),
            "min_length": _("Bitte begründen Sie in mindestens einem Satz."),
        },
    )


class AnswerWishForm(forms.Form):
    reason = PlainTextField(
        label=_("Warum ändern Sie den Antwortwunsch?"),
        max_length=500,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Bitte nennen Sie einen Grund.")},
    )
