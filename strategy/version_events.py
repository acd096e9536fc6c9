"""What the record says about versions of the strategy."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "version.released": _("Fassung {number} der Strategie wurde eingefroren und veröffentlicht."),
    "version.consulted": _("Zu Fassung {number} der Strategie wurde die Beteiligung eröffnet."),
    "version.adopted": _("Fassung {number} der Strategie wurde beschlossen."),
    "version.superseded": _("Fassung {number} der Strategie wurde durch Fassung {after} ersetzt."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
