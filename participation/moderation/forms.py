"""What moderators enter. No restriction without a rule and a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..enums import HouseRule
from ..forms.comment import PlainTextField
from .models import Appeal, Decision


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
    """What an author says against hiding, or a reporter against leaving a comment."""

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


class AppealMailForm(forms.Form):
    """What somebody answered to our mail, entered by a moderator."""

    text = PlainTextField(
        label=_("Wortlaut der Beschwerde"),
        max_length=2000,
        min_length=15,
        help_text=_("Aus der Mail übernommen, ohne Namen und Adressen. Eine Bestätigung geht ab."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Übernehmen Sie, was in der Mail steht."),
            "min_length": _("Übernehmen Sie mindestens einen Satz der Mail."),
        },
    )

    def __init__(self, decision: Decision, data: QueryDict | None = None) -> None:
        # A comment that several people reported has several of these forms on its page.
        super().__init__(data, auto_id=f"id_appeal{decision.pk}_%s")


class AppealDecisionForm(forms.Form):
    """What another person decides on an appeal; hiding names its rule, like everywhere."""

    UPHOLD, GRANT = "uphold", "grant"

    verdict = forms.ChoiceField(
        label=_("Wie entscheiden Sie?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie, wie Sie entscheiden.")},
    )
    rule = forms.ChoiceField(
        label=_("Verletzte Regel, wenn Sie ausblenden"),
        choices=[("", _("Bitte wählen")), *HouseRule.choices],
        required=False,
    )
    reason = PlainTextField(
        label=_("Begründung für die Person, die sich beschwert"),
        max_length=2000,
        min_length=15,
        help_text=_("Gehen Sie auf die Beschwerde ein. Die Person bekommt diesen Text."),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Ohne Begründung wird über keine Beschwerde entschieden."),
            "min_length": _("Bitte begründen Sie in mindestens einem Satz."),
        },
    )

    def __init__(self, appeal: Appeal, data: QueryDict | None = None) -> None:
        super().__init__(data)
        if appeal.is_by_author:
            del self.fields["rule"]
            stays, changes = _("Der Beitrag bleibt ausgeblendet"), _("Der Beitrag wird gezeigt")
        else:
            stays, changes = _("Der Beitrag bleibt stehen"), _("Der Beitrag wird ausgeblendet")
            self.fields["reason"].help_text = _(
                "Diesen Text bekommen die Person, die sich beschwert, und, wenn Sie ausblenden, "
                "die verfassende Person."
            )
        self.fields["verdict"].choices = [(self.UPHOLD, stays), (self.GRANT, changes)]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if "rule" in self.fields and self.grants and not data.get("rule"):
            self.add_error("rule", _("Wählen Sie die Regel, gegen die der Beitrag verstößt."))
        return data

    @property
    def grants(self) -> bool:
        return self.cleaned_data.get("verdict") == self.GRANT


class AnswerWishForm(forms.Form):
    reason = PlainTextField(
        label=_("Warum ändern Sie den Antwortwunsch?"),
        max_length=500,
        min_length=5,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Bitte nennen Sie einen Grund.")},
    )
