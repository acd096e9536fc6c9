"""What a person preferred, handed out to them. Deleting the account lets the answers stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.accounts.personal_data import register_personal_data

from .enums import Preference
from .models import ComparisonSheet, PairAnswer

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User


def export_comparisons(user: User) -> list[dict[str, Any]]:
    sheets = ComparisonSheet.objects.filter(person=user).select_related("comparison__topic")
    pairs = "answers__first__comment", "answers__second__comment"
    return [
        {
            str(_("Thema")): sheet.comparison.topic.title,
            str(_("Paarvergleich")): sheet.comparison.title,
            str(_("Antworten")): [_in_words(answer) for answer in sheet.answers.all()],
            str(_("Abgegeben")): sheet.answered_at,
        }
        for sheet in sheets.prefetch_related(*pairs).order_by("answered_at", "pk")
    ]


def _in_words(answer: PairAnswer) -> str:
    chosen = {Preference.FIRST: answer.first.words, Preference.SECOND: answer.second.words}
    preference = Preference(answer.preference)
    said = chosen.get(preference, str(preference.label))
    return f"{answer.first.words} / {answer.second.words}: {said}"


def register() -> None:
    # Without a way to erase: the sheet loses its person by the database's own rule, as votes do.
    register_personal_data("comparisons", title=_("Paarvergleiche"), export=export_comparisons)
