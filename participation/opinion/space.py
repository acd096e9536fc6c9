"""Where people stand to each other by their votes: two principal components, and groups in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_score

from .limits import MAX_GROUPS, SEED

Points = NDArray[np.float64]
Labels = NDArray[np.intp]
# Silhouettes compare everybody with everybody; so many are enough to tell.
COMPARED = 2_000


def places_of(votes: NDArray[np.int8]) -> Points:
    """Two numbers per person: close together if they voted alike.

    A missing vote counts as the contribution's mean. That would draw whoever voted little towards
    the middle, so each place is stretched by the root of how much of the table is missing.
    """
    given = votes != 0
    counted = np.maximum(given.sum(axis=0), 1)
    centred = np.where(given, votes - votes.sum(axis=0) / counted, 0.0)
    if not centred.any():
        return np.zeros((len(votes), 2))
    places = PCA(n_components=2, svd_solver="covariance_eigh").fit_transform(centred)
    stretch = np.sqrt(votes.shape[1] / np.maximum(given.sum(axis=1), 1))
    return places * stretch[:, np.newaxis]


def split(points: Points, groups: int, sizes: NDArray[np.int64] | None = None) -> Labels:
    """k-means with a fixed beginning; `sizes` says how many people stand at each point."""
    return (
        KMeans(n_clusters=groups, n_init=10, random_state=SEED)
        .fit(points, sample_weight=sizes)
        .labels_
    )


def best_split(
    points: Points, sizes: NDArray[np.int64], smallest: int
) -> tuple[Labels | None, float]:
    """The split into two to five groups that stand furthest apart, and its silhouette.

    Splits with a group of fewer than `smallest` people are left out; nothing and -1 if no other is.
    """
    best: Labels | None = None
    height = -1.0
    most = min(MAX_GROUPS, len(points) - 1, len(np.unique(points.round(9), axis=0)))
    for groups in range(2, most + 1):
        labels = split(points, groups, sizes)
        people = np.bincount(labels, weights=sizes, minlength=groups)
        if people.min() < smallest:
            continue
        sample = COMPARED if len(points) > COMPARED else None
        found = float(silhouette_score(points, labels, sample_size=sample, random_state=SEED))
        if found > height:
            best, height = labels, found
    return best, height
