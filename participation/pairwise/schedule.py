"""Which pairs a person is asked, in which order, and which item stands first."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

Pair = tuple[int, int]


def schedule(seed: str, items: Sequence[int]) -> list[Pair]:
    """Every pair of `items` once, in an order that follows from `seed` alone.

    As in a tournament (circle method): in each round every item meets one other, so a person sees
    all items equally often wherever they stop. The items are dealt by the seed, so over many
    seeds every pair comes equally often at every place, and either item stands first.
    """
    dealt: list[int | None] = [*sorted(items, key=lambda item: (_drawn(seed, "item", item), item))]
    if len(dealt) % 2:
        dealt.append(None)
    return [_turned(seed, pair) for pair in _rounds(dealt)]


def _rounds(dealt: list[int | None]) -> Iterator[Pair]:
    fixed, others = dealt[:1], dealt[1:]
    for _round in range(len(others)):
        places = fixed + others
        for place in range(len(places) // 2):
            one, other = places[place], places[-1 - place]
            if one is not None and other is not None:
                yield one, other
        others = others[-1:] + others[:-1]


def _turned(seed: str, pair: Pair) -> Pair:
    low, high = sorted(pair)
    return (low, high) if int(_drawn(seed, "side", low, high), 16) % 2 else (high, low)


def _drawn(seed: str, *about: object) -> str:
    words = " ".join(str(part) for part in (seed, *about))
    return hashlib.sha256(words.encode()).hexdigest()
