"""The digest mail to an administration."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from .content import read_digest
from .models import DigestRecipient


def digest(mail: OutboxMail) -> dict[str, Any] | None:
    """Read when it is sent: what is hidden or answered by then is not in it."""
    recipient = (
        DigestRecipient.objects.select_related("administration", "run")
        .filter(pk=mail.context.get("digest"))
        .first()
    )
    if recipient is None or not recipient.administration.email:
        return None
    content = read_digest(recipient, timezone.localdate())
    if content is None:
        return None
    return {**content, "run": recipient.run, "subject": subject(content)}


def subject(content: dict[str, Any]) -> str:
    """What needs doing comes first: overdue, then due, then new."""
    parts = []
    if content["overdue"]:
        parts.append(_("%(count)s überfällig") % {"count": len(content["overdue"])})
    if content["due_soon"]:
        parts.append(_("%(count)s bald fällig") % {"count": len(content["due_soon"])})
    if content["comment_count"]:
        count = content["comment_count"]
        parts.append(
            ngettext("%(count)s neuer Beitrag", "%(count)s neue Beiträge", count) % {"count": count}
        )
    if content["vote_count"]:
        count = content["vote_count"]
        parts.append(
            ngettext("%(count)s neue Stimme", "%(count)s neue Stimmen", count) % {"count": count}
        )
    if not parts:
        parts.append(_("Neues zu Ihren Vorgängen"))
    return _("Beteiligung: %(news)s") % {"news": ", ".join(parts)}


def register() -> None:
    register_mail_kind(
        MailKind(
            name="digest",
            label=gettext_lazy("Sammelmail an eine Verwaltung"),
            template="emails/digest",
            build=digest,
            priority=Priority.DIGEST,
            when_unknown=WhenUnknown.RESEND_ONCE,
        )
    )
    register_event("digest.planned", gettext_lazy("Die Sammelmails für {period} sind geplant."))
    register_event("digest.built", gettext_lazy("Die Sammelmail wurde erstellt."))
    register_event(
        "digest.frequency_set", gettext_lazy("Die Häufigkeit der Sammelmail ist {frequency}.")
    )
