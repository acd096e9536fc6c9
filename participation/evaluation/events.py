"""The events of evaluating and their sentences."""

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "topic.labelled": _("Beiträge haben ein Schlagwort bekommen ({number})."),
    "topic.unlabelled": _("Beiträge haben ein Schlagwort verloren ({number})."),
    "theme.written": _("Das Thema wurde angelegt."),
    "theme.changed": _("Das Thema wurde geändert."),
    "theme.sources_added": _("Beiträge wurden zugeordnet ({number})."),
    "theme.source_removed": _("Der Beitrag #{comment} wurde weggenommen."),
    "theme.quoted": _("Das Zitat aus Beitrag #{comment} wurde geändert."),
    "theme.published": _("Das Thema wurde geprüft und veröffentlicht."),
    "theme.taken_back": _("Das Thema wurde zurückgenommen."),
    "theme.merged": _("Das Thema wurde mit einem anderen zusammengeführt."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
