"""The strategy's own pages, in the order in which they refer to each other."""

from __future__ import annotations

from .directory import CONTENT
from .pages import Entry, read_entries


def german_entries() -> list[Entry]:
    return read_entries(
        CONTENT,
        "strategy.toml",
        "compass.toml",
        "fields.toml",
        "measures.toml",
        "implementation.toml",
    )


def translated_entries() -> list[Entry]:
    return read_entries(CONTENT, "english.toml", "english_measures.toml", "simple.toml")
