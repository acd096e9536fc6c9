"""What a new text would do to the passages that people commented or voted on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import ngettext

from strategy.models import Measure, PageVersion, StrategyVersion
from strategy.section_texts import fingerprint_of, page_texts_of
from strategy.version_events import Consequence

from .enums import AnchorState
from .services.anchor import forecast

if TYPE_CHECKING:
    from strategy.models import TextVersion
    from strategy.section_texts import SectionText


def passages_after(texts: Sequence[SectionText]) -> list[Consequence]:
    """What becomes of the strategy's passages if these sections are released next."""
    newest = StrategyVersion.objects.released().first()
    return _consequences(texts, newest) if newest else []


def passages_after_publishing(draft: Measure) -> list[Consequence]:
    """What becomes of a page's passages if this draft of it is published.

    Nothing where its text is the public one.
    """
    newest = PageVersion.objects.released().of(draft).first()
    texts = page_texts_of(draft)
    if newest is None or newest.fingerprint == fingerprint_of(texts):
        return []
    return _consequences(texts, newest)


def _consequences(texts: Sequence[SectionText], newest: TextVersion) -> list[Consequence]:
    """How many passages stay, move along and find no place any more; nothing if there is none."""
    counts = forecast(texts, newest)
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
