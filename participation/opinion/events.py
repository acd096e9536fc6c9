"""The events of opinion maps and their sentences."""

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "topic.opinion_mapped": _("Das Meinungsbild hat einen neuen Stand ({state})."),
    "topic.opinion_frozen": _("Das Meinungsbild ist endgültig ({state})."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
