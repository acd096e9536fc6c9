"""How digests search. The portal's search lies above this app and tells itself here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from .models import SavedSearch
from .targets import SEARCH_URLS


@dataclass(frozen=True, slots=True)
class Hit:
    """One result as a mail shows it."""

    key: str
    title: str
    href: str
    kind_label: str


@dataclass(frozen=True, slots=True)
class Engine:
    """`find` gives the keys of everything public that fits now; `read` those of them that are
    still public, in their order; `url` the search's own page."""

    find: Callable[[SavedSearch], list[str]]
    read: Callable[[SavedSearch, Sequence[str]], list[Hit]]
    url: Callable[[SavedSearch], str]


ENGINES: Final[list[Engine]] = []


def register_search(engine: Engine) -> None:
    """Make the portal's search known; there is one."""
    ENGINES[:] = [engine]
    SEARCH_URLS[:] = [engine.url]


def engine() -> Engine:
    return ENGINES[0]
