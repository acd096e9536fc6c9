"""From votes to an opinion map: the same votes give the same map."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from threadpoolctl import threadpool_limits

from ..enums import VoteValue
from ..models.vote import VoteQuerySet
from .ballots import AGREE, DISAGREE, Ballots
from .cells import Cells, gather, stability
from .contributions import Finding, findings_of
from .enums import MapState
from .groups import Grouping, find_groups
from .limits import MIN_CONTRIBUTIONS, MIN_PEOPLE, MIN_STABILITY
from .picture import Place, outlines, places_in_picture


@dataclass(frozen=True, slots=True)
class Computed:
    """What came out. Cells, groups and findings are there only if there are groups."""

    state: MapState
    people: int = 0
    contributions: int = 0
    stability: float = 0.0
    cells: Cells | None = None
    grouping: Grouping | None = None
    findings: list[Finding] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    outlines: list[list[Place]] = field(default_factory=list)


def read_ballots(votes: VoteQuerySet) -> Ballots:
    rows = votes.order_by("voter_id", "comment_id").values_list("voter_id", "comment_id", "value")
    signs = {VoteValue.AGREE: AGREE, VoteValue.DISAGREE: DISAGREE}
    table = np.fromiter(
        ((voter, comment, signs[value]) for voter, comment, value in rows.iterator(2_000)),
        dtype=np.dtype((np.int64, 3)),
    )
    return Ballots.from_rows(table[:, 0], table[:, 1], table[:, 2].astype(np.int8))


def compute(ballots: Ballots) -> Computed:
    """The map of these ballots.

    One thread only: several would add the same numbers in another order, and others need the
    machine as well.
    """
    with threadpool_limits(limits=1):
        return _compute(ballots.that_say_enough())


def _compute(ballots: Ballots) -> Computed:
    counted = {"people": ballots.people, "contributions": len(ballots.contributions)}
    if counted["contributions"] < MIN_CONTRIBUTIONS:
        return Computed(MapState.TOO_FEW_CONTRIBUTIONS, **counted)
    if ballots.people < MIN_PEOPLE:
        return Computed(MapState.TOO_FEW_PEOPLE, **counted)
    found = stability(ballots)
    if found < MIN_STABILITY:
        return Computed(MapState.NO_GROUPS, **counted, stability=found)
    cells = gather(ballots)
    grouping = find_groups(cells)
    if grouping is None:
        return Computed(MapState.NO_GROUPS, **counted, stability=found)
    places = places_in_picture(grouping)
    return Computed(
        MapState.GROUPS,
        **counted,
        stability=found,
        cells=cells,
        grouping=grouping,
        findings=findings_of(grouping),
        places=places,
        outlines=outlines(grouping, places),
    )


def repeat(cells: Cells) -> Grouping | None:
    """The groups again from the open table alone, as anyone can do it."""
    with threadpool_limits(limits=1):
        return find_groups(cells)
