"""The invitation's mail and events."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from .models import Invitation
from .services.invitation import hash_of

SENTENCES = {
    "invitation.sent": gettext_lazy("Eine Einladung wurde verschickt."),
    "invitation.revoked": gettext_lazy("Eine Einladung wurde zurückgezogen."),
    "invitation.accepted": gettext_lazy("Eine Einladung wurde angenommen."),
    "membership.ended": gettext_lazy("Die Mitgliedschaft in einer Verwaltung wurde beendet."),
}


def _build(mail: OutboxMail) -> dict[str, Any] | None:
    """Withdrawn, accepted, expired or replaced by a newer link: no mail any more."""
    token = str(mail.context.get("token", ""))
    invitation = (
        Invitation.objects.for_list()
        .filter(pk=mail.context.get("invitation"), token_hash=hash_of(token))
        .first()
    )
    if invitation is None or not invitation.is_valid_at(timezone.now()):
        return None
    return {
        "subject": _("Einladung: Für %(administration)s antworten")
        % {"administration": invitation.administration.name},
        "invitation": invitation,
        "token": token,
    }


def register() -> None:
    for kind, sentence in SENTENCES.items():
        register_event(kind, sentence)
    register_mail_kind(
        MailKind(
            name="invitation",
            label=gettext_lazy("Einladung in eine Verwaltung"),
            template="emails/invitation",
            build=_build,
            priority=Priority.TRANSACTIONAL,
            when_unknown=WhenUnknown.RESEND_ONCE,
            erase_context=True,
        )
    )
