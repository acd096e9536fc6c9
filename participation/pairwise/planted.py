"""Invented answers with known strengths, to try the method on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.special import expit

from .schedule import schedule

Row = tuple[int, int, int, float]


def plant(
    strengths: Sequence[float], people: int, pairs: int, *, seed: int, apart: float = 0.0
) -> Iterator[Row]:
    """(person, first, second, share of the first) of people who prefer by these strengths.

    Each person's own strengths lie around them, as far as `apart` says (standard deviation).
    """
    chance = np.random.default_rng(seed)
    for person in range(people):
        own = np.asarray(strengths) + chance.normal(0, apart, len(strengths))
        for first, second in schedule(f"{seed} {person}", range(len(strengths)))[:pairs]:
            wins = chance.random() < expit(own[first] - own[second])
            yield person, first, second, float(wins)
