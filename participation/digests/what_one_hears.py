"""What following something promises, in the words of its page."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from .enums import FollowedKind

HEARD: Final = {
    FollowedKind.TOPIC: (
        _("neue Beiträge"),
        _("Antworten der Verwaltung"),
        _("was daraus wird"),
    ),
    FollowedKind.MEASURE: (
        _("was sich an Stand, Phase, Zeitraum, Zuständigkeit und Geld ändert, und warum"),
        _("neue und erreichte Meilensteine, Zwischenstände und Erkenntnisse"),
        _("neue Beteiligungsthemen dazu und Antworten der Verwaltung"),
    ),
    FollowedKind.FIELD: (
        _("neue Beteiligungsthemen und Antworten der Verwaltung"),
        _("neue Maßnahmen, und was sich an den Maßnahmen darin ändert"),
        _("was aus Beiträgen wird"),
    ),
    FollowedKind.DISTRICT: (
        _("neue Beteiligungsthemen und Antworten der Verwaltung"),
        _("neue Maßnahmen im Bezirk, und was sich an ihnen ändert"),
        _("was aus Beiträgen wird"),
    ),
    FollowedKind.SEARCH: (
        _("was neu erscheint und zu den Suchwörtern passt"),
        _("nicht: was die Suche heute schon findet"),
    ),
}


def what_one_hears(kind: FollowedKind) -> tuple[object, ...]:
    return HEARD[kind]
