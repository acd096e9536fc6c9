"""Invented votes whose groups are known: what the method is measured and tested by."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .ballots import AGREE, DISAGREE, MISSING, Ballots


def plant(
    people: list[int], contributions: int, *, answered: float, seed: int, sure: float = 0.85
) -> tuple[Ballots, NDArray[np.intp]]:
    """Ballots of as many groups as `people` has sizes, and which person is in which group.

    Each group holds its own view of each contribution and votes by it with probability `sure`;
    a share of `answered` of all votes is given. One group is noise about one view.
    """
    chance = np.random.default_rng(seed)
    member = np.repeat(np.arange(len(people)), people)
    views = chance.choice([DISAGREE, AGREE], size=(len(people), contributions))
    faithful = chance.random((len(member), contributions)) < sure
    votes = np.where(faithful, views[member], -views[member])
    votes[chance.random(votes.shape) >= answered] = MISSING
    return Ballots(votes.astype(np.int8), np.arange(1, contributions + 1)), member


def noise(people: int, contributions: int, *, answered: float, seed: int) -> Ballots:
    """Ballots without any group: each contribution has its own popularity and nothing else."""
    chance = np.random.default_rng(seed)
    liked = chance.uniform(0.15, 0.85, size=contributions)
    votes = np.where(chance.random((people, contributions)) < liked, AGREE, DISAGREE)
    votes[chance.random(votes.shape) >= answered] = MISSING
    return Ballots(votes.astype(np.int8), np.arange(1, contributions + 1))


def spectrum(people: int, contributions: int, *, answered: float, seed: int) -> Ballots:
    """Ballots of people who differ along one line without any gap: more or less, not either or."""
    chance = np.random.default_rng(seed)
    stand = chance.normal(size=people)
    pull = chance.normal(size=contributions)
    agree = 1 / (1 + np.exp(-1.5 * np.outer(stand, pull)))
    votes = np.where(chance.random(agree.shape) < agree, AGREE, DISAGREE)
    votes[chance.random(votes.shape) >= answered] = MISSING
    return Ballots(votes.astype(np.int8), np.arange(1, contributions + 1))
