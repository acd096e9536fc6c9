"""Events and mails of the portal's own pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from .models import AccessibilityFeedback


def build_receipt(mail: OutboxMail) -> dict[str, Any] | None:
    feedback = AccessibilityFeedback.objects.filter(pk=mail.context.get("feedback")).first()
    if feedback is None:
        return None
    return {
        "subject": gettext("Ihre Meldung %(number)s ist angekommen") % {"number": feedback},
        "feedback": feedback,
    }


def build_answer(mail: OutboxMail) -> dict[str, Any] | None:
    feedback = AccessibilityFeedback.objects.filter(pk=mail.context.get("feedback")).first()
    if feedback is None:
        return None
    return {
        "subject": gettext("Antwort auf Ihre Meldung %(number)s") % {"number": feedback},
        "feedback": feedback,
    }


def register() -> None:
    register_event("accessibility_feedback.submitted", _("Jemand hat eine Barriere gemeldet."))
    register_event("accessibility_feedback.settled", _("Eine gemeldete Barriere ist erledigt."))
    register_mail_kind(
        MailKind(
            name="barrier_received",
            label=_("Barriere gemeldet: Bestätigung"),
            template="emails/barrier_received",
            build=build_receipt,
            priority=Priority.TRANSACTIONAL,
        )
    )
    register_mail_kind(
        MailKind(
            name="barrier_settled",
            label=_("Barriere gemeldet: Antwort"),
            template="emails/barrier_settled",
            build=build_answer,
        )
    )
