"""What the record says about versions of the strategy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

if TYPE_CHECKING:
    from .models import StrategyVersion
    from .section_texts import SectionText

VersionListener = Callable[["StrategyVersion"], None]
_released: list[VersionListener] = []


@dataclass(frozen=True, slots=True)
class Consequence:
    """What else a release would do: so many of something. `is_loss`: somebody would miss them."""

    count: int
    label: Any
    is_loss: bool = False


Forecaster = Callable[[Sequence["SectionText"]], list[Consequence]]
_forecasters: list[Forecaster] = []

SENTENCES = {
    "version.released": _("Fassung {number} der Strategie wurde eingefroren und veröffentlicht."),
    "version.consulted": _("Zu Fassung {number} der Strategie wurde die Beteiligung eröffnet."),
    "version.adopted": _("Fassung {number} der Strategie wurde beschlossen."),
    "version.superseded": _("Fassung {number} der Strategie wurde durch Fassung {after} ersetzt."),
    "page_version.released": _("Fassung {number} des Textes einer Seite wurde eingefroren."),
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


def on_release_considered(forecaster: Forecaster) -> None:
    """Ask `forecaster(texts)` what would follow if these texts were released; it only looks."""
    _forecasters.append(forecaster)


def consequences_of(texts: Sequence[SectionText]) -> list[Consequence]:
    return [found for ask in _forecasters for found in ask(texts)]
