"""What a release of the strategy would do to the passages that people commented on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from strategy.version_events import Consequence

from .enums import AnchorState
from .services.anchor import forecast

if TYPE_CHECKING:
    from strategy.section_texts import SectionText


def passages_after(texts: Sequence[SectionText]) -> list[Consequence]:
    """How many passages stay, move along and find no place any more; nothing if there is none."""
    counts = forecast(texts)
    kept, moved = counts[AnchorState.KEPT], counts[AnchorState.MOVED]
    lost = counts[AnchorState.ORPHANED]
    if not kept + moved + lost:
        return []
    return [
        Consequence(
            kept,
            ngettext(
                "kommentierte Textstelle bleibt, wo sie ist",
                "kommentierte Textstellen bleiben, wo sie sind",
                kept,
            ),
        ),
        Consequence(
            moved,
            ngettext("Textstelle wandert mit", "Textstellen wandern mit", moved),
        ),
        Consequence(
            lost,
            ngettext(
                "Textstelle findet im neuen Text keinen Platz",
                "Textstellen finden im neuen Text keinen Platz",
                lost,
            ),
            is_loss=True,
        ),
    ]
