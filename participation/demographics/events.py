"""The events of asking and their sentences. Answers leave none: nobody shall know when."""

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

SENTENCES = {
    "topic.demographics_changed": _(
        "Freiwillige Fragen zur Person: vorher „{before}“, jetzt „{after}“."
    ),
    "population.imported": _("Vergleichszahlen wurden eingelesen."),
    "population.removed": _("Vergleichszahlen wurden entfernt."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
