"""Where cells and outlines stand in the picture. Worked out once, so that pages only print it."""

from __future__ import annotations

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from .groups import Grouping

WIDTH, HEIGHT, MARGIN = 1000, 640, 90

Place = tuple[int, int]


def places_in_picture(grouping: Grouping) -> list[Place]:
    """Whole numbers within the picture, both directions to the same scale."""
    points = grouping.points * [1, -1]
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.array([WIDTH - 2 * MARGIN, HEIGHT - 2 * MARGIN])
    scale = (room / np.maximum(high - low, 1e-9)).min()
    middle = np.array([WIDTH, HEIGHT]) / 2
    placed = np.rint((points - (low + high) / 2) * scale + middle).astype(int)
    return [(int(x), int(y)) for x, y in placed]


def outlines(grouping: Grouping, places: list[Place]) -> list[list[Place]]:
    """Around each group the line through its outermost cells."""
    found = []
    for group in range(len(grouping.groups)):
        own = np.unique(np.array(places)[grouping.labels == group], axis=0)
        found.append([(int(x), int(y)) for x, y in _hull(own)])
    return found


def _hull(points: np.ndarray) -> np.ndarray:
    try:
        return points[ConvexHull(points).vertices]
    except (QhullError, ValueError):
        # One or two cells, or all on one line: the line itself.
        return points[[0, -1]]
