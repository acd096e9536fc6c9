"""What the record says about versions of the strategy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

if TYPE_CHECKING:
    from .models import StrategyVersion

VersionListener = Callable[["StrategyVersion"], None]
_released: list[VersionListener] = []

SENTENCES = {
    "version.released": _("Fassung {number} der Strategie wurde eingefroren und veröffentlicht."),
    "version.consulted": _("Zu Fassung {number} der Strategie wurde die Beteiligung eröffnet."),
    "version.adopted": _("Fassung {number} der Strategie wurde beschlossen."),
    "version.superseded": _("Fassung {number} der Strategie wurde durch Fassung {after} ersetzt."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)


def on_version_released(listener: VersionListener) -> None:
    """Call `listener(version)` in the transaction in which a version is released."""
    _released.append(listener)


def tell_released(version: StrategyVersion) -> None:
    for listener in _released:
        listener(version)
