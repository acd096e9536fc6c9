"""The mails and events of cases."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from .models import Case

SENTENCES = {
    "case.opened": gettext_lazy("Der Vorgang wurde eröffnet."),
    "case.reopened": gettext_lazy("Der Vorgang wurde wieder aufgenommen."),
    "case.forwarded": gettext_lazy("Der Vorgang wurde an eine andere Verwaltung gegeben."),
    "case.answered": gettext_lazy("Die Verwaltung hat geantwortet."),
    "case.discontinued": gettext_lazy("Der Vorgang wurde eingestellt."),
    "answer.drafted": gettext_lazy("Ein Entwurf der Antwort wurde gespeichert."),
}


def answer_published(mail: OutboxMail) -> dict[str, Any] | None:
    """To the comment's author, as long as the comment is still public."""
    case = Case.objects.for_list().filter(pk=mail.context["case"]).first()
    if case is None or not case.comment.is_published or not case.answer.is_published:
        return None
    return {
        "subject": _("%(administration)s hat auf Ihren Beitrag geantwortet")
        % {"administration": case.answer.administration.name},
        "case": case,
        "answer": case.answer,
    }


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
    register_mail_kind(
        MailKind(
            name="answer_published",
            label=gettext_lazy("Antwort veröffentlicht"),
            template="emails/answer_published",
            build=answer_published,
            when_unknown=WhenUnknown.RESEND_ONCE,
        )
    )
