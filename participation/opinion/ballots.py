"""The votes of a topic as a table of numbers. Stays in memory: nobody's row is kept or shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .limits import (
    MAX_CONTRIBUTIONS,
    MIN_VOTES_OF_CONTRIBUTION,
    MIN_VOTES_OF_PERSON,
)

AGREE, DISAGREE, MISSING = 1, -1, 0


@dataclass(frozen=True, slots=True)
class Ballots:
    """One row per person, one column per contribution: 1 agrees, -1 disagrees, 0 did not vote."""

    votes: NDArray[np.int8]
    contributions: NDArray[np.int64]

    @property
    def people(self) -> int:
        return int(self.votes.shape[0])

    @classmethod
    def from_rows(
        cls, voters: NDArray[np.int64], comments: NDArray[np.int64], values: NDArray[np.int8]
    ) -> Ballots:
        """The table of votes given as three columns of equal length; people in order of number."""
        _people, row = np.unique(voters, return_inverse=True)
        contributions, column = np.unique(comments, return_inverse=True)
        votes = np.zeros((len(_people), len(contributions)), dtype=np.int8)
        votes[row, column] = values
        return cls(votes, contributions)

    def that_say_enough(self) -> Ballots:
        """Without people and contributions with too few votes, and at most so many contributions.

        People are asked first by all contributions and again by those that are left.
        """
        counted = np.count_nonzero(self.votes, axis=0)
        enough = np.flatnonzero(counted >= MIN_VOTES_OF_CONTRIBUTION)
        most = enough[np.argsort(-counted[enough], kind="stable")[:MAX_CONTRIBUTIONS]]
        columns = np.sort(most)
        votes = self.votes[:, columns]
        people = np.count_nonzero(votes, axis=1) >= MIN_VOTES_OF_PERSON
        return Ballots(votes[people], self.contributions[columns])
