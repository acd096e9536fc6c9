"""What those who evaluate enter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from strategy.models import Measure

from ..enums import CommentKind, Stance
from ..forms.comment import PlainTextField
from ..models import Topic
from .models import Label, Theme
from .reading import WITHOUT, Search


class SearchForm(forms.Form):
    """What to look for; every field may stay empty."""

    q = forms.CharField(label=_("Wörter"), required=False, max_length=100)
    art = forms.ChoiceField(
        label=_("Art"), required=False, choices=[("", _("alle")), *CommentKind.choices]
    )
    haltung = forms.ChoiceField(
        label=_("Haltung"), required=False, choices=[("", _("alle")), *Stance.choices]
    )
    schlagwort = forms.ChoiceField(label=_("Schlagwort"), required=False)
    thema = forms.ChoiceField(label=_("Thema"), required=False)

    def __init__(self, topic: Topic, search: Search) -> None:
        super().__init__(
            initial={
                "q": search.words,
                "art": search.kind,
                "haltung": search.stance,
                "schlagwort": search.label or "",
                "thema": search.theme,
            }
        )
        labels = Label.objects.filter(topic=topic)
        self.fields["schlagwort"].choices = [
            ("", _("alle")),
            *((label.pk, label.name) for label in labels),
        ]
        self.fields["thema"].choices = [
            ("", _("alle")),
            (WITHOUT, _("noch ohne Thema")),
            *((theme.pk, theme.title) for theme in Theme.objects.of(topic)),
        ]


class SortForm(forms.Form):
    """What to do with the chosen contributions."""

    label = forms.CharField(label=_("Schlagwort geben"), required=False, max_length=40)
    unlabel = forms.ModelChoiceField(
        Label.objects.none(), label=_("Schlagwort nehmen"), required=False, empty_label="–"
    )
    theme = forms.ModelChoiceField(
        Theme.objects.none(), label=_("Thema zuordnen"), required=False, empty_label="–"
    )

    def __init__(self, topic: Topic, *args: Any) -> None:
        super().__init__(*args)
        self.fields["unlabel"].queryset = Label.objects.filter(topic=topic)
        self.fields["theme"].queryset = Theme.objects.of(topic)


class ThemeForm(forms.Form):
    title = forms.CharField(
        label=_("Überschrift"),
        max_length=120,
        help_text=_("Worum es geht, in einem halben Satz."),
    )
    summary = PlainTextField(
        label=_("Zusammenfassung"),
        max_length=2000,
        help_text=_(
            "Was Menschen dazu sagen, auch was dagegen spricht. Keine Bewertung, keine Namen."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    measure = forms.ModelChoiceField(
        Measure.objects.none(), label=_("Maßnahme"), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        german = Locale.objects.filter(language_code="de")
        self.fields["measure"].queryset = (
            Measure.objects.live().filter(locale__in=german).order_by("title", "id")
        )


class QuoteForm(forms.Form):
    quote = forms.CharField(label=_("Zitat, wörtlich"), max_length=600, required=False)


class MergeForm(forms.Form):
    into = forms.ModelChoiceField(Theme.objects.none(), label=_("Zusammenführen mit"))

    def __init__(self, theme: Theme, *args: Any) -> None:
        super().__init__(*args)
        self.fields["into"].queryset = Theme.objects.of(theme.topic).exclude(pk=theme.pk)
