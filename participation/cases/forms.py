"""What officials enter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from strategy.models import Administration, MeasureChange, StrategyVersion

from ..forms.comment import PlainTextField
from .enums import CaseStatus
from .models import Absence, AnswerTemplate, Case, Consultation
from .models.answer import OUTCOME_CHOICES
from .services.answer import Wording

OFFERED_CHANGES = 50


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A day; the browser's own calendar where it has one."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options
    )


class OutcomeFields(forms.Form):
    """What becomes of the contribution; "not taken up" must say why."""

    outcome = forms.ChoiceField(
        label=_("Was wird daraus?"),
        choices=OUTCOME_CHOICES,
        initial=CaseStatus.ANSWERED,
        widget=forms.RadioSelect,
    )
    outcome_reason = PlainTextField(
        label=_("Wenn nicht aufgenommen: warum?"),
        max_length=1000,
        required=False,
        help_text=_("Ein bis zwei Sätze, öffentlich."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    effect_due_on = date_field(
        _("Wenn aufgenommen: bis wann ist etwas zu sehen?"),
        required=False,
        help_text=_("Öffentlich im Vorgang."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == CaseStatus.NOT_TAKEN_UP and not cleaned.get("outcome_reason"):
            self.add_error(
                "outcome_reason", _("Nennen Sie den Grund; er steht öffentlich im Vorgang.")
            )
        return cleaned


class AnswerForm(OutcomeFields):
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
    field_order = ("text", "outcome", "outcome_reason", "effect_due_on")

    @property
    def wording(self) -> Wording:
        data = self.cleaned_data
        return Wording(
            data["text"],
            CaseStatus(data["outcome"]),
            data["outcome_reason"],
            data["effect_due_on"],
        )


class OutcomeForm(OutcomeFields):
    """What becomes of it, said after the answer."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [
            (value, label)
            for value, label in OUTCOME_CHOICES
            if value not in {CaseStatus.ANSWERED, case.status}
        ]
        self.fields["outcome"].initial = self.fields["outcome"].choices[0][0]


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

    def __init__(self, *args: Any, present: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Administration.objects.exclude(pk=present.pk).with_names()
        self.fields["to"].queryset = others


class ExtensionForm(forms.Form):
    due_on = date_field(_("Neue Frist"))
    reason = PlainTextField(
        label=_("Begründung (öffentlich)"),
        max_length=1000,
        min_length=10,
        help_text=_("Warum dauert es länger, und was geschieht bis dahin?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Nennen Sie den Grund; er steht öffentlich im Vorgang."),
            "min_length": _("Bitte begründen Sie in einem Satz."),
        },
    )


class ConsultationForm(forms.Form):
    of = forms.ModelChoiceField(
        label=_("Wen möchten Sie fragen?"),
        queryset=Administration.objects.none(),
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Wählen Sie die Verwaltung, die etwas beitragen soll.")},
    )
    question = PlainTextField(
        label=_("Frage (intern)"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schreiben Sie, was Sie wissen möchten.")},
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Consultation.objects.filter(case=case).values("administration")
        self.fields["of"].queryset = (
            Administration.objects.exclude(pk=case.administration_id)
            .exclude(pk__in=asked)
            .with_names()
        )


class ReplyForm(forms.Form):
    reply = PlainTextField(
        label=_("Ihre Stellungnahme (intern)"),
        max_length=5000,
        help_text=_("Sie geht an die Verwaltung, die dem Bürger oder der Bürgerin antwortet."),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Schreiben Sie Ihre Stellungnahme.")},
    )


class NoteForm(forms.Form):
    text = PlainTextField(
        label=_("Vermerk"),
        max_length=4000,
        help_text=_("Nur für Ihre Verwaltung sichtbar."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Der Vermerk ist leer.")},
    )


class PlaceField(forms.ChoiceField):
    """A version of the strategy, a recorded change of a measure, or a page; gives the row."""

    rows: dict[str, Any]

    def offer(self, administration: Administration) -> None:
        """Offer what is public; of changes the newest, its own measures' first."""
        self.rows = {}
        changes = (
            MeasureChange.objects.news()
            .filter(measure__live=True)
            .select_related("measure")
            .annotate(is_own=Q(measure__responsible_administration=administration))
            .order_by("-is_own", "-id")[:OFFERED_CHANGES]
        )
        pages = Page.objects.live().filter(locale=Locale.get_default(), depth__gt=3)
        self.choices = [
            ("", _("Nirgends; es zählt der Tag")),
            (
                _("In einer Fassung der Strategie"),
                self._group("v", StrategyVersion.objects.released(), _version_label),
            ),
            (
                _("In der Änderung einer Maßnahme"),
                self._group("m", changes, _change_label),
            ),
            (
                _("Auf einer Seite"),
                self._group("p", pages.order_by("title", "id"), lambda p: p.title),
            ),
        ]

    def _group(self, prefix: str, rows: Any, label: Callable[[Any], str]) -> list[tuple[str, str]]:
        found = {f"{prefix}{row.pk}": row for row in rows}
        self.rows |= found
        return [(key, label(row)) for key, row in found.items()]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


def _version_label(version: StrategyVersion) -> str:
    return f"{version.name}: {version.title}"


def _change_label(change: MeasureChange) -> str:
    day = timezone.localdate(change.created_at)
    return f"{change.measure.title}: {change.get_kind_display()}, {day:%d.%m.%Y}"


class EffectForm(forms.Form):
    text = PlainTextField(
        label=_("Was hat sich geändert?"),
        max_length=1000,
        help_text=_("Ein bis drei Sätze, öffentlich."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Schreiben Sie, was sich geändert hat.")},
    )
    happened_on = date_field(_("Seit wann?"), initial=timezone.localdate)
    seen_in = PlaceField(label=_("Wo sieht man es?"), required=False)
    is_final = forms.BooleanField(
        label=_("Damit ist der Vorgang umgesetzt und abgeschlossen"), required=False
    )

    def __init__(self, *args: Any, administration: Administration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_in"].offer(administration)


class CollectiveAnswerForm(AnswerForm):
    """One wording for every case in `cases`; the tokens keep the choice while errors are fixed."""


class AnswerTemplateForm(forms.ModelForm):
    text = PlainTextField(
        label=_("Text"),
        max_length=5000,
        help_text=_(
            "Platzhalter: {pseudonym}, {thema}, {nummer}, {verwaltung}, {frist}, {heute}. "
            "Sie werden beim Einsetzen ersetzt."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    class Meta:
        model = AnswerTemplate
        fields = ("title", "text")


class AbsenceForm(forms.ModelForm):
    starts_on = date_field(_("Erster Tag"))
    ends_on = date_field(_("Letzter Tag"))

    class Meta:
        model = Absence
        fields = ("starts_on", "ends_on", "deputy")

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = colleagues
        self.fields["deputy"].empty_label = _("Niemand")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Der letzte Tag liegt vor dem ersten."))
        return cleaned


class RemarkForm(forms.Form):
    text = PlainTextField(
        label=_("Anmerkung zu Ihren Zahlen (öffentlich)"),
        max_length=1000,
        required=False,
        help_text=_("Zum Beispiel, warum es gerade länger dauert. Leer: keine Anmerkung."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ContactForm(forms.Form):
    email = forms.EmailField(
        label=_("Postfach der Leitung"),
        help_text=_("Dorthin geht ein Hinweis, wenn eine Antwort fünf Werktage überfällig ist."),
    )
