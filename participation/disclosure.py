"""What a published number may not give away: how few people stand behind a part of it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

# Fewer people than this are never shown as a part of something, and no poll shows its results
# before so many have answered. Documented in docs/domain.md.
SMALLEST_CELL = 5

Key = TypeVar("Key", bound=Hashable)


def publishable(parts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The parts of a whole whose sum is public; None where a number would tell too much.

    Beside every part below SMALLEST_CELL the next smallest is left out too, until what is missing
    can't be had by subtracting: at least two parts, and together at least SMALLEST_CELL people.
    """
    smallest_first = sorted(parts, key=lambda key: parts[key])
    hidden: set[Key] = {key for key in parts if parts[key] < SMALLEST_CELL}
    for key in smallest_first:
        if not hidden or (len(hidden) > 1 and sum(parts[k] for k in hidden) >= SMALLEST_CELL):
            break
        hidden.add(key)
    return {key: None if key in hidden else parts[key] for key in parts}


def are_enough(people: int) -> bool:
    """Whether so many took part that counting what they said tells of nobody in particular."""
    return people >= SMALLEST_CELL
