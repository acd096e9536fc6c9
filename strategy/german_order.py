"""German alphabetical order. The database sorts by code point, which puts Ä behind Z."""

from __future__ import annotations

PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def german_key(text: str) -> tuple[str, str]:
    """DIN 5007-1: umlauts sort as their base letters, the text itself settles ties."""
    return text.casefold().translate(PLAIN), text
