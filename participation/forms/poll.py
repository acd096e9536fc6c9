"""The form that a poll is, and what must be right before it can be submitted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.forms.models import WagtailAdminModelForm

from ..enums import QuestionKind
from ..models import Poll, PollQuestion, PollSheet
from ..models.poll import TEXT_LENGTH
from .comment import PlainTextField

PREFIX = "frage-"


class PollAnswerForm(forms.Form):
    """One field per question; the service checks every answer again."""

    read = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, poll: Poll, mine: PollSheet | None, *args: Any) -> None:
        super().__init__(*args)
        self.questions: Iterable[PollQuestion] = poll.questions.all()
        self.initial["read"] = poll.fingerprint()
        chosen: dict[int, list[int]] = {}
        texts = {}
        if mine is not None:
            for question, option in mine.choices.values_list("question_id", "option"):
                chosen.setdefault(question, []).append(option)
            texts = dict(mine.texts.values_list("question_id", "text"))
        for question in self.questions:
            options = chosen.get(question.pk, [])
            self.fields[f"{PREFIX}{question.pk}"] = _field(
                question, options, texts.get(question.pk, "")
            )

    def answers(self) -> dict[int, list[int] | str]:
        found: dict[int, list[int] | str] = {}
        for question in self.questions:
            value = self.cleaned_data[f"{PREFIX}{question.pk}"]
            if question.is_text:
                found[question.pk] = value
            else:
                options = value if isinstance(value, list) else [value]
                found[question.pk] = [int(option) for option in options if option]
        return found

    def read_again(self, poll: Poll) -> None:
        """The person now sees the poll as it is; the next sending is about that."""
        self.data = self.data.copy()
        self.data["read"] = poll.fingerprint()


class PollForm(WagtailAdminModelForm):
    """A draft may be unfinished; the questions of an answered poll stay as they were answered."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.instance.pk is None or not self.instance.sheets.exists():
            return cleaned
        if any(_asks_differently(form) for form in self.formsets["questions"].forms):
            self.add_error(
                None,
                _(
                    "Es haben schon Menschen geantwortet: Die Fragen bleiben, wie sie waren. "
                    "Legen Sie für andere Fragen eine neue Umfrage an."
                ),
            )
        if "topic" in self.changed_data:
            self.add_error("topic", _("Eine beantwortete Umfrage bleibt bei ihrem Thema."))
        return cleaned


def _asks_differently(form: forms.ModelForm) -> bool:
    """Whether saving would change the question, and not only how its lines end."""
    changed = set(form.changed_data)
    before = (form.initial.get("options") or "").splitlines()
    if before == (form["options"].value() or "").splitlines():
        changed.discard("options")
    return bool(changed)


class _AtMost:
    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, value: list[str]) -> None:
        if len(value) > self.most:
            raise forms.ValidationError(
                ngettext(
                    "Wählen Sie höchstens %(most)s Antwort. Gewählt sind %(chosen)s.",
                    "Wählen Sie höchstens %(most)s Antworten. Gewählt sind %(chosen)s.",
                    self.most,
                )
                % {"most": self.most, "chosen": len(value)}
            )


def _field(question: PollQuestion, chosen: list[int], text: str) -> forms.Field:
    # Hints are printed as they are by the field component.
    hints = [escape(question.hint)] if question.hint else []
    about: dict[str, Any] = {
        "label": question.text,
        "required": question.is_required,
        "error_messages": {"required": _("Bitte beantworten Sie diese Frage.")},
    }
    if question.is_text:
        hints.append(_("Wird nicht veröffentlicht. Bitte keine persönlichen Daten."))
        return PlainTextField(
            max_length=TEXT_LENGTH,
            initial=text,
            help_text=" ".join(hints),
            widget=forms.Textarea(attrs={"rows": 4, "data-count": str(TEXT_LENGTH)}),
            **about,
        )
    options = [(str(number), words) for number, words in question.choices]
    if question.kind == QuestionKind.SINGLE:
        if not question.is_required:
            options.append(("", _("keine Angabe")))
        return forms.ChoiceField(
            choices=options,
            initial=str(chosen[0]) if chosen else "",
            help_text=" ".join(hints),
            widget=forms.RadioSelect,
            **about,
        )
    most = question.most_allowed()
    if most < len(options):
        hints.append(
            ngettext("Höchstens %(most)s Antwort.", "Höchstens %(most)s Antworten.", most)
            % {"most": most}
        )
    else:
        hints.append(_("Mehrere Antworten sind möglich."))
    return forms.MultipleChoiceField(
        choices=options,
        initial=[str(number) for number in chosen],
        help_text=" ".join(hints),
        widget=forms.CheckboxSelectMultiple,
        validators=[_AtMost(most)],
        **about,
    )
