"""The events of participation and their sentences, and who else wants to hear of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event

if TYPE_CHECKING:
    from gdb_portal.accounts.models import User

    from .models import Comment

CommentListener = Callable[["Comment", "User | None"], None]
_published: list[CommentListener] = []
_removed: list[CommentListener] = []

SENTENCES = {
    "comment.submitted": _("Der Beitrag wurde eingereicht."),
    "comment.asked_as_guest": _("Jemand ohne Konto hat einen Beitrag eingegeben."),
    "comment.entered_offline": _("Der Beitrag wurde von Papier oder einer Veranstaltung erfasst."),
    "comment.published": _("Der Beitrag wurde veröffentlicht."),
    "comment.edited": _("Die Verfasserin oder der Verfasser hat den Beitrag geändert."),
    "comment.hidden": _("Der Beitrag wurde ausgeblendet (Regel {rule})."),
    "comment.returned": _("Der Beitrag liegt wieder zur Prüfung vor."),
    "comment.withdrawn": _("Der Beitrag wurde zurückgezogen."),
    "comment.answer_wish_set": _("Es wird um eine Antwort gebeten."),
    "topic.outcome_published": _("Das Ergebnis des Themas wurde veröffentlicht."),
    "topic.result_frozen": _("Die Abstimmung ist beendet, ihr Ergebnis eingefroren ({digest})."),
    "topic.outcome_changed": _("Das Ergebnis des Themas wurde geändert."),
    "comment.answer_wish_cleared": _("Es wird nicht mehr um eine Antwort gebeten."),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)


def on_comment_published(listener: CommentListener) -> None:
    """Call `listener(comment, by)` in the transaction in which a comment becomes public."""
    _published.append(listener)


def on_comment_removed(listener: CommentListener) -> None:
    """Call `listener(comment, by)` in the transaction in which a comment stops being public."""
    _removed.append(listener)


def tell_published(comment: Comment, by: User | None) -> None:
    for listener in _published:
        listener(comment, by)


def tell_removed(comment: Comment, by: User | None) -> None:
    for listener in _removed:
        listener(comment, by)
