"""From persons to cells of at least five: the only thing that leaves the secrecy of the vote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from .ballots import AGREE, DISAGREE, Ballots
from .limits import HALVINGS, MAX_CELLS, MIN_CELL, MIN_GROUP, SEED
from .space import Points, best_split, places_of, split


@dataclass(frozen=True, slots=True)
class Cells:
    """Counted votes of people who voted alike: one row per cell, one column per contribution."""

    people: NDArray[np.int64]
    agree: NDArray[np.int64]
    disagree: NDArray[np.int64]
    contributions: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.people)


def gather(ballots: Ballots) -> Cells:
    """Cells of neighbours, none smaller than `MIN_CELL`; in an order that says nothing of people.

    Whoever stands furthest from the middle of those left over founds a cell with the nearest ones.
    """
    places = places_of(ballots.votes)
    size = max(MIN_CELL, -(-len(places) // MAX_CELLS))
    cell_of = _cells(places, size)
    rows = [ballots.votes[cell_of == cell] for cell in range(cell_of.max() + 1)]
    people = np.array([len(row) for row in rows])
    agree = np.array([(row == AGREE).sum(axis=0) for row in rows])
    disagree = np.array([(row == DISAGREE).sum(axis=0) for row in rows])
    # By what is in them, the first contribution first: whoever has the same cells has this order.
    order = np.lexsort(np.hstack([people[:, None], agree, disagree]).T[::-1])
    return Cells(people[order], agree[order], disagree[order], ballots.contributions)


def stability(ballots: Ballots) -> float:
    """How far groups come back when the contributions are halved: 0 by chance, 1 always.

    Each half alone splits the people; neither knows of the other. What only looks like a group
    because one looks for groups is in one half and not in the other.
    """
    chance = np.random.default_rng(SEED)
    columns = ballots.votes.shape[1]
    people = np.ones(ballots.people, dtype=np.int64)
    found = []
    for _halving in range(HALVINGS):
        order = chance.permutation(columns)
        halves = [ballots.votes[:, half] for half in np.array_split(order, 2)]
        # Whoever said nothing in one half has no place there.
        present = np.logical_and(*((half != 0).any(axis=1) for half in halves))
        if present.sum() < 2 * MIN_GROUP:
            return 0.0
        here, there = (places_of(half[present]) for half in halves)
        labels, _height = best_split(here, people[present], MIN_GROUP)
        if labels is None:
            found.append(0.0)
            continue
        if len(np.unique(there, axis=0)) <= labels.max():
            found.append(0.0)
            continue
        found.append(float(adjusted_rand_score(labels, split(there, int(labels.max()) + 1))))
    return float(np.mean(found))


def _cells(places: Points, size: int) -> NDArray[np.intp]:
    cell_of = np.full(len(places), -1)
    left = np.arange(len(places))
    cell = 0
    while len(left) >= 2 * size:
        middle = places[left].mean(axis=0)
        founder = left[np.argmax(_distances(places[left], middle))]
        nearest = np.argsort(_distances(places[left], places[founder]), kind="stable")[:size]
        cell_of[left[nearest]] = cell
        left = np.delete(left, nearest)
        cell += 1
    cell_of[left] = cell
    return cell_of


def _distances(points: Points, point: Points) -> NDArray[np.float64]:
    return ((points - point) ** 2).sum(axis=1)
