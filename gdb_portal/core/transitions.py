"""States are one field each; which may follow which is data."""

from collections.abc import Mapping, Set


class IllegalTransition(Exception):
    """The object is not in a state from which this change is possible."""

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"{before} → {after}")
        self.before, self.after = before, after


def ensure_transition(before: str, after: str, allowed: Mapping[str, Set[str]]) -> None:
    """Raise IllegalTransition unless `allowed` lists `after` among the successors of `before`."""
    if after not in allowed.get(before, frozenset()):
        raise IllegalTransition(before, after)
