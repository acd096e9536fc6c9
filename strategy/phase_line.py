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
