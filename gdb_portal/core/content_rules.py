"""What is asked of a page's words, links and pictures, what is an error, and how to mend it."""

from __future__ import annotations

from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rule(models.TextChoices):
    """What is asked of a text."""

    PICTURE_WITHOUT_ALTERNATIVE = "picture_without_alternative", _("Bild ohne Beschreibung")
    LINK_WITHOUT_TEXT = "link_without_text", _("Link ohne Text")
    FILE_NAME_AS_ALTERNATIVE = "file_name", _("Bildbeschreibung ist ein Dateiname")
    LINK_SAYS_NOTHING = "link_says_nothing", _("Linktext sagt nicht, wohin er führt")
    ADDRESS_AS_LINK_TEXT = "address_as_link_text", _("Linktext ist eine Adresse")
    BROKEN_LINK = "broken_link", _("Link führt ins Leere")
    EMPTY_HEADING = "empty_heading", _("Leere Überschrift")
    SKIPPED_LEVEL = "skipped_level", _("Überschrift überspringt eine Ebene")
    LONG_SENTENCE = "long_sentence", _("Satz zu lang für Leichte Sprache")
    LONG_WORD = "long_word", _("Wort zu lang für Leichte Sprache")
    NO_SOURCE = "no_source", _("Keine Quelle genannt")


# What the law (BITV 2.0 with WCAG 1.1.1, 2.4.4 and 4.1.2) lets nobody publish.
ERRORS: Final = frozenset({Rule.PICTURE_WITHOUT_ALTERNATIVE, Rule.LINK_WITHOUT_TEXT})
REMEDIES: Final[dict[Rule, Any]] = {
    Rule.PICTURE_WITHOUT_ALTERNATIVE: _(
        "Schreiben Sie beim Bild unter „Alternativtext“, was zu sehen ist und warum es hier steht. "
        "Trägt das Bild nichts zum Inhalt bei, kreuzen Sie „Bild ist dekorativ“ an."
    ),
    Rule.LINK_WITHOUT_TEXT: _("Entfernen Sie den leeren Link, oder schreiben Sie, wohin er führt."),
    Rule.FILE_NAME_AS_ALTERNATIVE: _("Beschreiben Sie in einem Satz, was zu sehen ist."),
    Rule.LINK_SAYS_NOTHING: _(
        "Wer Links vorgelesen bekommt, hört nur diese Worte. "
        "Verlinken Sie den Namen dessen, was dort steht."
    ),
    Rule.ADDRESS_AS_LINK_TEXT: _("Schreiben Sie den Namen der Seite statt ihrer Adresse."),
    Rule.BROKEN_LINK: _(
        "Das Ziel gibt es auf diesem Portal nicht oder nicht öffentlich. Wählen Sie es neu aus."
    ),
    Rule.EMPTY_HEADING: _("Löschen Sie die Zeile, oder machen Sie einen Absatz daraus."),
    Rule.SKIPPED_LEVEL: _(
        "Im Text eines Abschnitts kommt zuerst „Überschrift 3“, erst darunter „Überschrift 4“."
    ),
    Rule.LONG_SENTENCE: _("Sagen Sie nur eine Sache in einem Satz. Machen Sie zwei Sätze daraus."),
    Rule.LONG_WORD: _("Nehmen Sie ein kürzeres Wort, oder trennen Sie: „Bundes-Amt“."),
    Rule.NO_SOURCE: _(
        "Nennen Sie unter „Quellen“, woher die Angaben stammen und wann Sie sie gelesen haben."
    ),
}
