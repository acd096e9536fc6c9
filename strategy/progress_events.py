"""The sentences about measures' progress."""

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "measure.recorded": _("Eine Maßnahme wurde ins Portal aufgenommen."),
    "measure.changed": _("Die Angaben zu einer Maßnahme wurden mit einer Begründung geändert."),
    "measure.confirmed": _("Die Angaben zu einer Maßnahme wurden als unverändert bestätigt."),
    "district.outlined": _("Der Umriss eines Bezirks wurde aus einer Datei übernommen."),
    "progress.imported": _("Der Fortschritt von Maßnahmen wurde aus einer Datei übernommen."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
