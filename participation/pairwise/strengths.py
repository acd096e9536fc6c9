"""Strengths of items from who was preferred to whom (Bradley and Terry 1952), with their doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, log_expit
from scipy.stats import t
from threadpoolctl import threadpool_limits

from .limits import CONFIDENCE, PRIOR_SPREAD, SCALE

Numbers = NDArray[np.float64]
STEPS = 100
EXACT = 1e-10


@dataclass(frozen=True, slots=True)
class Answers:
    """One row per answer: who gave it, about which two items, and what share the first one got.

    People and items are numbered from 0.
    """

    person: NDArray[np.int64]
    first: NDArray[np.int64]
    second: NDArray[np.int64]
    share: Numbers

    @classmethod
    def from_rows(cls, rows: Sequence[tuple[int, int, int, float]]) -> Answers:
        table = np.array(rows, dtype=np.float64).reshape(-1, 4)
        person, first, second = (table[:, column].astype(np.int64) for column in range(3))
        _known, person = np.unique(person, return_inverse=True)
        return cls(person, first, second, table[:, 3])

    @property
    def people(self) -> int:
        return int(self.person.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True)
class Chance:
    """To win against an average item, in ten-thousandths, and the interval around it."""

    chance: int
    low: int
    high: int


def chances(answers: Answers, items: int) -> list[Chance]:
    """One per item; the same answers give the same chances, whatever order they come in.

    One thread only: several would add the same numbers in another order.
    """
    with threadpool_limits(limits=1):
        strength, width = _estimate(answers, items)
        return [
            Chance(*(_written(value) for value in (middle, middle - half, middle + half)))
            for middle, half in zip(strength, width, strict=True)
        ]


def places(found: Sequence[Chance]) -> list[tuple[int, int]]:
    """The best and the worst place that each may have: intervals that overlap are not ordered."""
    return [
        (
            1 + sum(other.low > one.high for other in found),
            len(found) - sum(other.high < one.low for other in found),
        )
        for one in found
    ]


def _written(strength: float) -> int:
    return round(float(expit(strength)) * SCALE)


def _estimate(answers: Answers, items: int) -> tuple[Numbers, Numbers]:
    """Logarithms of the strengths around their average, and half the width of their intervals.

    The most likely strengths under a normal prior: there is always exactly one answer, also with
    cycles, with items that never lost, and with items that nobody saw.
    """
    got = np.zeros((items, items))
    np.add.at(got, (answers.first, answers.second), answers.share)
    np.add.at(got, (answers.second, answers.first), 1 - answers.share)
    prior = np.eye(items) / PRIOR_SPREAD**2
    strength = np.zeros(items)
    for _step in range(STEPS):
        slope, curve = _slope_and_curve(strength, got, prior)
        step = np.linalg.solve(curve, slope)
        height = _height(strength, got, prior)
        while _height(strength + step, got, prior) < height and np.abs(step).max() > EXACT:
            step /= 2
        strength = strength + step
        if np.abs(step).max() < EXACT:
            break
    _slope, curve = _slope_and_curve(strength, got, prior)
    return strength, _width(strength, curve, prior, answers)


def _height(strength: Numbers, got: Numbers, prior: Numbers) -> float:
    ahead = strength[:, None] - strength[None, :]
    return float((got * log_expit(ahead)).sum() - strength @ prior @ strength / 2)


def _slope_and_curve(strength: Numbers, got: Numbers, prior: Numbers) -> tuple[Numbers, Numbers]:
    chance = expit(strength[:, None] - strength[None, :])
    both = got + got.T
    slope = (got - both * chance).sum(axis=1) - prior @ strength
    weight = both * chance * (1 - chance)
    return slope, np.diag(weight.sum(axis=1)) - weight + prior


def _width(strength: Numbers, curve: Numbers, prior: Numbers, answers: Answers) -> Numbers:
    """From the Fisher information, or from how much people differ where that is wider.

    The information takes every answer for a person of its own. But one person answers about many
    pairs: the second way (sandwich estimator) counts people.
    """
    items, people = len(strength), answers.people
    inverse = np.linalg.inv(curve)
    apart = np.eye(items) - 1 / items
    variance = np.diag(apart @ inverse @ apart)
    if people > 1:
        surprise = answers.share - expit(strength[answers.first] - strength[answers.second])
        pull = np.zeros((people, items))
        np.add.at(pull, (answers.person, answers.first), surprise)
        np.add.at(pull, (answers.person, answers.second), -surprise)
        differ = pull.T @ pull * people / (people - 1) + prior
        variance = np.maximum(variance, np.diag(apart @ inverse @ differ @ inverse @ apart))
    times = t.ppf((1 + CONFIDENCE) / 2, max(people - 1, 1))
    return np.sqrt(variance) * times
