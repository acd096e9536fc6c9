"""What the portal knows about a person, and how it forgets; filled in by the apps above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from .enums import Farewell
    from .models import User

# Rows of label → value; values are text, numbers, dates, booleans, None or lists of text.
Export = Callable[["User"], list[dict[str, Any]]]
Erase = Callable[["User", "Farewell"], None]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One kind of data about a person.

    `export` returns everything of it that belongs to the person and nothing about others. `erase`
    runs in the transaction that deletes the account, while the account still exists; None where the
    database's own rules (CASCADE, SET_NULL) do it.
    """

    name: str
    title: Any
    export: Export
    erase: Erase | None = None
    order: int = 100


_REGISTER: dict[str, PersonalData] = {}


def register_personal_data(
    name: str, *, title: Any, export: Export, erase: Erase | None = None, order: int = 100
) -> None:
    """Make a kind of data known to the own-data page and to deletion.

    Raises ImproperlyConfigured when the name is taken.
    """
    if name in _REGISTER:
        raise ImproperlyConfigured(f"The personal data {name} is registered twice.")
    _REGISTER[name] = PersonalData(name=name, title=title, export=export, erase=erase, order=order)


def kinds_of_personal_data() -> list[PersonalData]:
    """In the order in which people read them: the account itself first."""
    return sorted(_REGISTER.values(), key=lambda kind: kind.order)
