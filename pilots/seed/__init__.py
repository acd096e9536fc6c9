"""The pilots' pages in the portal's own content."""

from pathlib import Path

from strategy.seed.pages import Entry, read_entries

CONTENT = Path(__file__).parent / "content"


def german_entries() -> list[Entry]:
    return read_entries(CONTENT, "pilots.toml")


def translated_entries() -> list[Entry]:
    return read_entries(CONTENT, "english.toml")
