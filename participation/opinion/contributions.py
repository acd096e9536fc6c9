"""What the groups say to each contribution: common to all, dividing, typical of one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import false_discovery_control, norm

from .groups import Group, Grouping
from .limits import COMMON_SHARE, DIVIDING_SHARE, FALSE_FINDS, MIN_CELL

Numbers = NDArray[np.float64]
# What the shares are written in: whole numbers can be sorted by and read back without loss.
SCALE = 10_000


@dataclass(frozen=True, slots=True)
class Typical:
    """A contribution that sets one group apart from all others: how often it is said there."""

    group: int
    agrees: bool
    ratio: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What there is to say about one contribution. Shares are in ten-thousandths."""

    contribution: int
    agree: list[int]
    votes: list[int]
    # The product of the groups' shares: high only where every group agrees.
    bridging: int
    # The distance between the group that agrees most and the one that agrees least.
    dividing: int
    is_common: bool
    is_dividing: bool
    typical: Typical | None


def findings_of(grouping: Grouping) -> list[Finding]:
    """One finding per contribution. Groups of which fewer than five voted on it have no say there.

    Where a group has no say, a contribution is neither common nor dividing.
    """
    groups = grouping.groups
    shares = np.array([group.shares for group in groups])
    heard = np.array([group.votes >= MIN_CELL for group in groups])
    all_heard = heard.all(axis=0)
    bridging = np.where(all_heard, shares.prod(axis=0), 0.0)
    dividing = np.where(all_heard, shares.max(axis=0) - shares.min(axis=0), 0.0)
    lowest, highest = shares.argmin(axis=0), shares.argmax(axis=0)
    apart = _are_apart(groups, highest, lowest)
    typical = _typical(groups, heard)
    return [
        Finding(
            contribution=int(number),
            agree=[int(group.agree[column]) for group in groups],
            votes=[int(group.votes[column]) for group in groups],
            bridging=round(float(bridging[column]) * SCALE),
            dividing=round(float(dividing[column]) * SCALE),
            is_common=bool(all_heard[column] and shares[:, column].min() >= COMMON_SHARE),
            is_dividing=bool(dividing[column] >= DIVIDING_SHARE and apart[column]),
            typical=typical.get(column),
        )
        for column, number in enumerate(grouping.contributions)
    ]


def _are_apart(groups: list[Group], highest: NDArray, lowest: NDArray) -> NDArray[np.bool_]:
    agree = np.array([group.agree for group in groups])
    votes = np.array([group.votes for group in groups])
    column = np.arange(agree.shape[1])
    chance = _by_chance(
        (agree[highest, column], votes[highest, column]),
        (agree[lowest, column], votes[lowest, column]),
    )
    return false_discovery_control(chance) <= FALSE_FINDS


def _typical(groups: list[Group], heard: NDArray[np.bool_]) -> dict[int, Typical]:
    """The group that each contribution is most typical of, if of any.

    More than half of the group say it, and more of them than of all others together, by a
    one-sided test of two shares; the share of false finds is kept down over all tests.
    """
    agree = np.array([group.agree for group in groups])
    votes = np.array([group.votes for group in groups])
    found: dict[int, Typical] = {}
    for agrees, said in ((True, agree), (False, votes - agree)):
        rest_said, rest_votes = said.sum(axis=0) - said, votes.sum(axis=0) - votes
        chance = _by_chance((said, votes), (rest_said, rest_votes))
        here = (said + 1) / (votes + 2)
        ratio = here / ((rest_said + 1) / (rest_votes + 2))
        sure = false_discovery_control(chance.ravel()).reshape(chance.shape) <= FALSE_FINDS
        for group, column in np.argwhere(sure & heard & (here > 0.5)):
            known = found.get(column)
            if known is None or ratio[group, column] > known.ratio:
                found[column] = Typical(int(group), agrees, float(ratio[group, column]))
    return found


def _by_chance(here: tuple[NDArray, NDArray], there: tuple[NDArray, NDArray]) -> Numbers:
    """How likely the first share would be so much higher if both were the same (one-sided)."""
    (said, of), (rest_said, rest_of) = here, there
    first, second = (said + 1) / (of + 2), (rest_said + 1) / (rest_of + 2)
    together = (said + rest_said + 2) / (of + rest_of + 4)
    width = np.sqrt(together * (1 - together) * (1 / (of + 2) + 1 / (rest_of + 2)))
    return norm.sf((first - second) / np.maximum(width, 1e-12))
