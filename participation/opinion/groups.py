"""Opinion groups from cells: everything here can be repeated by anyone from the open table."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.decomposition import PCA

from .cells import Cells
from .limits import CLOSER, CLOUDS, METHOD, MIN_CELL, MIN_GROUP, SEED
from .space import Labels, Points, best_split, split


@dataclass(frozen=True, slots=True)
class Group:
    """How many people are in it, and what they said to each contribution."""

    people: int
    agree: NDArray[np.int64]
    votes: NDArray[np.int64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """The share that agrees, drawn a little to the middle where few voted."""
        return (self.agree + 1) / (self.votes + 2)


@dataclass(frozen=True, slots=True)
class Grouping:
    """The groups, the largest first; which cell is in which; where the cells stand."""

    groups: list[Group]
    labels: Labels
    points: Points
    silhouette: float
    # What is left of all differences within the groups: 0 if each is one point, 1 if they explain
    # nothing. And the least that was left in a cloud without groups.
    spread: float
    spread_by_chance: float
    contributions: NDArray[np.int64]

    @property
    def digest(self) -> str:
        """The same for the same groups with the same votes: what `opinion_groups` compares."""
        told = {
            "method": METHOD,
            "contributions": self.contributions.tolist(),
            "groups": [[g.people, g.agree.tolist(), g.votes.tolist()] for g in self.groups],
        }
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def find_groups(cells: Cells) -> Grouping | None:
    """The opinion groups of these cells, or nothing if a cloud without groups looks the same."""
    if len(cells) < 2 * MIN_GROUP // MIN_CELL:
        return None
    points = _points(cells)
    labels, height = best_split(points, cells.people, MIN_GROUP)
    if labels is None:
        return None
    spread = _spread(points, labels, cells.people)
    by_chance = _spread_in_clouds(points, cells.people, int(labels.max()) + 1)
    if spread > CLOSER * by_chance:
        return None
    return _grouping(cells, points, labels, (height, spread, by_chance))


def _points(cells: Cells) -> Points:
    """Where each cell's mean vote stands; a contribution without a vote counts as its mean."""
    votes = cells.agree + cells.disagree
    balance = cells.agree - cells.disagree
    mean = balance.sum(axis=0) / np.maximum(votes.sum(axis=0), 1)
    said = np.where(votes > 0, balance / np.maximum(votes, 1), mean)
    if np.allclose(said, said[0]):
        return np.zeros((len(cells), 2))
    pca = PCA(n_components=2, svd_solver="covariance_eigh")
    return pca.fit(np.repeat(said, cells.people, axis=0)).transform(said)


def _spread_in_clouds(points: Points, people: NDArray[np.int64], groups: int) -> float:
    """The least spread within as many groups in clouds as long and wide that have none."""
    chance = np.random.default_rng(SEED)
    wide = points.std(axis=0)
    clouds = (chance.normal(scale=wide, size=points.shape) for _cloud in range(CLOUDS))
    return min(_spread(cloud, split(cloud, groups, people), people) for cloud in clouds)


def _spread(points: Points, labels: Labels, people: NDArray[np.int64]) -> float:
    """The share of all squared distances from the middle that is left within the groups."""

    def around_middle(of: NDArray[np.bool_]) -> float:
        middle = np.average(points[of], axis=0, weights=people[of])
        return float((people[of, np.newaxis] * (points[of] - middle) ** 2).sum())

    within = sum(around_middle(labels == label) for label in range(int(labels.max()) + 1))
    return within / max(around_middle(np.ones(len(points), dtype=bool)), 1e-12)


def _grouping(
    cells: Cells, points: Points, labels: Labels, heights: tuple[float, float, float]
) -> Grouping:
    found = []
    for label in range(int(labels.max()) + 1):
        here = labels == label
        agree = cells.agree[here].sum(axis=0)
        votes = agree + cells.disagree[here].sum(axis=0)
        found.append((int(cells.people[here].sum()), float(points[here, 0].mean()), agree, votes))
    order = sorted(range(len(found)), key=lambda label: (-found[label][0], found[label][1]))
    renamed = np.empty(len(order), dtype=np.intp)
    renamed[order] = np.arange(len(order))
    groups = [Group(found[label][0], found[label][2], found[label][3]) for label in order]
    return Grouping(groups, renamed[labels], points, *heights, cells.contributions)
