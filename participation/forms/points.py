"""How many points for which contribution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ..models import Comment, Topic

PREFIX = "punkte-"


class PointsForm(forms.Form):
    """One number per contribution; the service checks their sum again, under its lock."""

    def __init__(
        self, topic: Topic, comments: Iterable[Comment], mine: Mapping[int, int], *args: Any
    ) -> None:
        super().__init__(*args)
        self.topic = topic
        for comment in comments:
            text = " ".join(comment.text.split())
            self.fields[f"{PREFIX}{comment.pk}"] = forms.IntegerField(
                label=text[:240] + ("…" if len(text) > 240 else ""),
                help_text=comment.author_name,
                min_value=0,
                max_value=topic.points_budget,
                required=False,
                initial=mine.get(comment.pk, 0),
            )

    def points(self) -> dict[int, int]:
        return {
            int(name.removeprefix(PREFIX)): number or 0
            for name, number in self.cleaned_data.items()
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = sum(number or 0 for number in cleaned.values())
        if given > self.topic.points_budget:
            message = _("Sie haben %(budget)s Punkte, verteilt sind %(given)s.")
            values = {"budget": self.topic.points_budget, "given": given}
            raise forms.ValidationError(message % values)
        return cleaned
