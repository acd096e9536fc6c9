"""Where a measure stands in the implementation process, as stations of a line."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .enums import ImplementationPhase, MeasureStatus
from .models import Measure

FINISHED = frozenset({MeasureStatus.COMPLETED, MeasureStatus.FUNDING_ENDED})


def phase_line(measure: Measure) -> list[dict[str, Any]]:
    """The five phases with the measure's own marked; empty when its phase is not known.

    A measure may begin in any phase, so what lies before is not said to be done.
    """
    phases = list(ImplementationPhase)
    if measure.phase not in phases:
        return []
    here = phases.index(ImplementationPhase(measure.phase))
    present = _("zuletzt hier") if measure.status in FINISHED else _("jetzt hier")
    return [
        {
            "label": phase.label,
            "state": "current" if place == here else "done" if place < here else "upcoming",
            "state_label": present
            if place == here
            else _("davor")
            if place < here
            else _("danach"),
        }
        for place, phase in enumerate(phases)
    ]


def next_phase(measure: Measure) -> str:
    """What comes after its present phase; empty at the end, when finished or not known."""
    phases = list(ImplementationPhase)
    if measure.phase not in phases or measure.status in FINISHED:
        return ""
    place = phases.index(ImplementationPhase(measure.phase)) + 1
    return str(phases[place].label) if place < len(phases) else ""


def measures_by_phase(measures: list[Measure]) -> dict[str, list[Measure]]:
    """The measures that stand in each phase; those that are over stand nowhere any more."""
    here: dict[str, list[Measure]] = {}
    for measure in measures:
        if measure.phase and measure.status not in FINISHED:
            here.setdefault(measure.phase, []).append(measure)
    return here
