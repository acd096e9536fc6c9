"""The sentences about cooperation on measures."""

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "cooperation.proposed": _("Eine Verwaltung hat sich zu einer Maßnahme an andere gewandt."),
    "cooperation.accepted": _("Die Zusammenarbeit an einer Maßnahme wurde zugesagt."),
    "cooperation.declined": _("Die Zusammenarbeit an einer Maßnahme wurde abgesagt."),
    "cooperation.withdrawn": _("Eine Anfrage zur Zusammenarbeit wurde zurückgezogen."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
