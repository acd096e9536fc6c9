"""The events of rankings and their sentences."""

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "comparison.ranked": _("Die Rangfolge des Paarvergleichs wurde zum ersten Mal berechnet."),
    "comparison.ranking_frozen": _("Die Rangfolge des Paarvergleichs ist endgültig ({digest})."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
