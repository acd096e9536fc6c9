"""Who works with whom: administrations and partners by the measures they share."""

from __future__ import annotations

from dataclasses import dataclass, field

from .german_order import german_key
from .measure_reading import read_in
from .models import Administration, Involvement, Measure
from .names import administrations_by_id


@dataclass
class CooperationRow:
    """One administration in the table."""

    administration: Administration
    responsible: list[Measure] = field(default_factory=list)
    involved: list[Measure] = field(default_factory=list)
    works_with: set[str] = field(default_factory=set)

    @property
    def companions(self) -> list[str]:
        return sorted(self.works_with, key=german_key)


@dataclass(frozen=True, slots=True)
class Cooperation:
    """`rows` is the table; `teams` says who works on each measure, for the drawing."""

    rows: list[CooperationRow]
    teams: list[set[str]]
    measures: list[Measure]


def read_cooperation(locale_id: int) -> Cooperation:
    """Administrations that carry or join a measure, each with its measures and its companions.

    Computed from the measures alone; an administration without any is left out.
    """
    measures = read_in(Measure.objects.all(), locale_id)
    german = _german_ids(measures)
    administrations = administrations_by_id()
    rows: dict[int, CooperationRow] = {}
    members: dict[int, set[str]] = {}
    involved: dict[int, list[Involvement]] = {}
    for involvement in Involvement.objects.filter(measure__in=german.values()).select_related(
        "partner"
    ):
        involved.setdefault(involvement.measure_id, []).append(involvement)
    for measure in measures:
        parts = involved.get(german[measure.pk], [])
        names = members[measure.pk] = set()
        if measure.lead_partner:
            names.add(measure.lead_partner.name)
        for involvement in parts:
            if involvement.administration_id is None:
                names.add(involvement.partner.name)
        bodies = [involvement.administration_id for involvement in parts]
        for pk in {measure.responsible_administration_id, *bodies} - {None}:
            names.add(administrations[pk].short_name)
            row = rows.setdefault(pk, CooperationRow(administrations[pk]))
            if pk == measure.responsible_administration_id:
                row.responsible.append(measure)
            else:
                row.involved.append(measure)
    for row in rows.values():
        for measure in (*row.responsible, *row.involved):
            row.works_with |= members[measure.pk]
        row.works_with.discard(row.administration.short_name)
    table = sorted(rows.values(), key=lambda row: _place(row.administration))
    return Cooperation(table, list(members.values()), measures)


def _place(administration: Administration) -> tuple[str, str]:
    return administration.sort_key, administration.slug


def _german_ids(measures: list[Measure]) -> dict[int, int]:
    """For each measure, the id of the German page, which alone keeps its relations up to date."""
    keys = [measure.translation_key for measure in measures]
    german = dict(
        Measure.objects.in_source_language()
        .filter(translation_key__in=keys)
        .values_list("translation_key", "pk")
    )
    return {measure.pk: german[measure.translation_key] for measure in measures}
