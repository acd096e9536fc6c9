"""What lies on an administration's desk. Desk and digest count with the same questions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from strategy.models import Administration, Measure

from ..models import Topic
from .models import Case, Consultation

OPEN = "offen"
DUE_SOON = "bald"
OVERDUE = "ueberfaellig"
WAITING = "wartet"
COOPERATION = "mitwirkung"
EFFECT = "wirkung"
OUTCOME = "ergebnis"
MEASURES = "massnahmen"
ANSWERED = "beantwortet"

LABELS = {
    OPEN: _("Offen"),
    DUE_SOON: _("Bald fällig"),
    OVERDUE: _("Überfällig"),
    WAITING: _("Wartet auf andere"),
    COOPERATION: _("Andere fragen uns"),
    EFFECT: _("Wirkung steht aus"),
    OUTCOME: _("Ergebnis fehlt"),
    MEASURES: _("Maßnahmen ohne neue Angaben"),
    ANSWERED: _("Beantwortet"),
}


@dataclass(frozen=True, slots=True)
class Worklist:
    """The piles of one or several administrations on one day."""

    administrations: tuple[Administration, ...]
    today: dt.date

    @classmethod
    def of(cls, administrations: Iterable[Administration], today: dt.date) -> Worklist:
        return cls(tuple(administrations), today)

    @property
    def cases(self) -> Any:
        return Case.objects.filter(administration__in=self.administrations)

    @property
    def consultations(self) -> Any:
        return Consultation.objects.open().filter(administration__in=self.administrations)

    @property
    def topics_without_outcome(self) -> Any:
        """What they promised to say and did not, the longest waiting first; public as a list."""
        late = Topic.objects.without_outcome(self.today)
        return late.filter(administration__in=self.administrations)

    def pile(self, name: str) -> Any:
        """The cases of one pile, oldest deadline first.

        Questions of others for COOPERATION, topics for OUTCOME, measures for MEASURES.
        """
        if name == OUTCOME:
            return self.topics_without_outcome
        if name == MEASURES:
            return stale_measures(self.administrations, self.today).order_by("updated_on", "pk")
        if name == COOPERATION:
            return self.consultations.order_by("asked_at", "pk")
        if name == DUE_SOON:
            return self.cases.due_soon(self.today).order_by("due_on", "pk")
        if name == OVERDUE:
            return self.cases.overdue(self.today).order_by("due_on", "pk")
        if name == WAITING:
            return self.cases.waiting_for_others().order_by("due_on", "pk")
        if name == EFFECT:
            return self.cases.without_effect().order_by("effect_due_on", "pk")
        if name == ANSWERED:
            return self.cases.answered().order_by("-answered_at", "-pk")
        return self.cases.open().order_by("opened_at", "pk")

    def counts(self) -> dict[str, int]:
        return {name: self.pile(name).count() for name in LABELS}


def stale_measures(administrations: Iterable[Administration], today: dt.date) -> Any:
    """Their measures under way about which nobody said anything for too long."""
    return (
        Measure.objects.live()
        .in_source_language()
        .filter(responsible_administration__in=administrations)
        .stale(today)
    )
