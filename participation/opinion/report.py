"""A topic's opinion map on paper: the picture, what it says in words, and its table."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ..models import Topic
from .models import OpinionMap
from .reading import Picture, Said, ShownGroup, read_map, read_picture

SHOWN_WORDS = 120
# On paper as on the screen, in colours that are still apart where only grey is printed.
COLOURS = ("#0061ad", "#00704a", "#a51d80", "#a84300", "#5c717a")


def map_section(topic: Topic) -> dict[str, Any] | None:
    """The map's picture, groups and table; nothing while there are no groups to be shown."""
    known = read_map(topic)
    if known is None or not known.has_groups:
        return None
    known.topic = topic
    picture = read_picture(known)
    return {
        "title": _("Meinungsbild"),
        "rows": [[_("Wer ähnlich abstimmt"), _introduction(topic, known, picture)]],
        "picture": {
            "svg": _drawing(picture),
            "alt": " ".join(_people(group) for group in picture.groups),
            "caption": _(
                "Jeder Kreis steht für mindestens fünf Menschen, nie für eine Person. Nahe "
                "beieinander heißt: Sie stimmen ähnlich ab."
            ),
        },
        "tables": [_table(picture)] if picture.table else [],
    }


def _introduction(topic: Topic, known: OpinionMap, picture: Picture) -> str:
    counted = _(
        "%(people)s Menschen haben zu %(contributions)s Beiträgen abgestimmt. Daraus hat der "
        "Computer %(groups)s Gruppen gebildet. Gruppen sind eine Rechnung, keine Eigenschaft von "
        "Menschen."
    ) % {
        "people": known.people_count,
        "contributions": known.contribution_count,
        "groups": len(picture.groups),
    }
    state = (
        _("Das ist der endgültige Stand vom %(date)s.")
        if known.is_frozen and topic.is_over()
        else _("Die Abstimmung läuft noch. Stand: %(date)s.")
    ) % {"date": date_format(localtime(known.made_at), "DATE_FORMAT")}
    groups = [" ".join([_people(group), *_typical(group)]) for group in picture.groups]
    return "\n\n".join([f"{counted} {state}", *groups])


def _people(group: ShownGroup) -> str:
    return _("Gruppe %(letter)s: %(people)s Menschen (%(percent)s %%).") % {
        "letter": group.letter,
        "people": group.people,
        "percent": group.percent,
    }


def _typical(group: ShownGroup) -> list[str]:
    return [
        (
            _("Typisch ist Zustimmung zu: „%(words)s“")
            if one.typical_agrees
            else _("Typisch ist Ablehnung von: „%(words)s“")
        )
        % {"words": _words(one)}
        for one in group.typical
    ]


def _words(said: Said) -> str:
    return Truncator(said.comment.text).chars(SHOWN_WORDS)


def _drawing(picture: Picture) -> str:
    groups = [(group, COLOURS[group.line - 1]) for group in picture.groups]
    return render_to_string("opinion/report_picture.svg", {"groups": groups})


def _table(picture: Picture) -> dict[str, Any]:
    letters = [_("Gruppe %(letter)s") % {"letter": group.letter} for group in picture.groups]
    return {
        "title": _("Anteil der Zustimmung je Gruppe"),
        "head": [_("Beitrag"), *letters, _("verbindet oder trennt")],
        "rows": [
            [Truncator(comment.text).chars(SHOWN_WORDS), *(str(cell) for cell in cells)]
            for comment, *cells in picture.table
        ],
        "note": _("Wo weniger als fünf Menschen einer Gruppe abgestimmt haben, steht keine Zahl."),
    }
