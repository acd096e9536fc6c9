"""A measure's record as its readers see it, newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gdb_portal.core.prepared import Prepared, Slot

from .models import Administration, Measure, MeasureChange
from .names import administrations_by_id
from .progress_facts import FACTS, shown

SHOWN_ON_PAGE = 5
NEWEST = Prepared(
    lambda: MeasureChange.objects.filter(measure_key=Slot("key")).order_by("-id")[
        : SHOWN_ON_PAGE + 1
    ]
)


@dataclass(frozen=True, slots=True)
class Difference:
    label: Any
    before: str
    after: str


@dataclass(slots=True)
class Entry:
    change: MeasureChange
    differences: list[Difference] = field(default_factory=list)

    @property
    def title(self) -> str:
        return str(self.change.get_kind_display())


def newest_entries(measure: Measure) -> tuple[list[Entry], bool]:
    """The last few statements, and whether there are more. One query, two where offices changed."""
    return shown_entries(NEWEST.ask(key=measure.translation_key) if measure.pk else [])


def shown_entries(newest: list[MeasureChange]) -> tuple[list[Entry], bool]:
    """Of one more change than a page shows, the newest first: those it shows, and whether more."""
    return entries(newest[:SHOWN_ON_PAGE]), len(newest) > SHOWN_ON_PAGE


def entries(changes: Iterable[MeasureChange]) -> list[Entry]:
    changes = list(changes)
    names: dict[str, Administration] = {}
    if any("responsible" in change.after for change in changes):
        names = {body.slug: body for body in administrations_by_id().values()}
    return [
        Entry(
            change,
            [
                Difference(
                    FACTS[name].label,
                    shown(name, change.before.get(name, ""), names),
                    shown(name, change.after[name], names),
                )
                for name in FACTS
                if name in change.after
            ],
        )
        for change in changes
    ]
