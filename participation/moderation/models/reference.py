"""Numbers for phone and mail that nobody can guess."""

import secrets

# Without letters and digits that look alike.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_reference() -> str:
    """A report's number: M-7K3Q-9XAB."""
    return _reference("M")


def new_appeal_reference() -> str:
    """An appeal's number: B-7K3Q-9XAB."""
    return _reference("B")


def _reference(letter: str) -> str:
    part = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{letter}-{part[:4]}-{part[4:]}"
