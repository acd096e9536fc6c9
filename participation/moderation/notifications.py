"""The mails of moderation: what they say, and whether they still should."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gdb_portal.accounts.rules import may_manage_persons
from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority, WhenUnknown
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from ..conversations import conversation_of
from ..models import Comment
from ..rules import may_moderate
from .appeal_links import appeal_url
from .enums import AppealStatus, ReportStatus
from .models import Appeal, Decision, OverdueNotice, Report
from .overdue import is_for_administrators, lines_of
from .services import unattended_since
from .staff import moderators

SHOWN_LINES = 10


def _decision(mail: OutboxMail) -> Decision | None:
    return (
        Decision.objects.select_related("comment__topic", "comment__author", "report")
        .filter(pk=mail.context.get("decision"))
        .first()
    )


def comment_published(mail: OutboxMail) -> dict[str, Any] | None:
    decision = _decision(mail)
    if decision is None or not decision.comment.is_published:
        return None
    return {
        "subject": _("Ihr Beitrag ist veröffentlicht"),
        "decision": decision,
        **conversation_of(decision.comment),
    }


def comment_hidden(mail: OutboxMail) -> dict[str, Any] | None:
    decision = _decision(mail)
    if decision is None:
        return None
    return {
        "subject": _("Ihr Beitrag wurde ausgeblendet"),
        "decision": decision,
        "appeal_url": appeal_url(decision),
        **conversation_of(decision.comment),
    }


def decision_undone(mail: OutboxMail) -> dict[str, Any] | None:
    decision = _decision(mail)
    if decision is None:
        return None
    return {
        "subject": _("Wir haben eine Entscheidung über Ihren Beitrag zurückgenommen"),
        "decision": decision,
        **conversation_of(decision.comment),
    }


def _report(mail: OutboxMail) -> Report | None:
    return Report.objects.select_related("comment__topic").filter(pk=mail.context["report"]).first()


def report_received(mail: OutboxMail) -> dict[str, Any] | None:
    report = _report(mail)
    if report is None:
        return None
    subject = _("Ihre Meldung %(number)s ist eingegangen") % {"number": report.reference}
    return {"subject": subject, "report": report}


def report_decided(mail: OutboxMail) -> dict[str, Any] | None:
    report = _report(mail)
    if report is None:
        return None
    subject = _("Zu Ihrer Meldung %(number)s ist entschieden") % {"number": report.reference}
    # The first one: an appeal may have led to another.
    decision = report.decisions.order_by("decided_at", "id").first()
    kept = decision is not None and report.status == ReportStatus.REJECTED
    return {
        "subject": subject,
        "report": report,
        "decision": decision,
        "appeal_url": appeal_url(decision) if decision is not None and kept else "",
    }


def _appeal(mail: OutboxMail) -> Appeal | None:
    rows = Appeal.objects.select_related("decision__comment__topic", "decision__report")
    return rows.filter(pk=mail.context.get("appeal")).first()


def appeal_received(mail: OutboxMail) -> dict[str, Any] | None:
    appeal = _appeal(mail)
    if appeal is None:
        return None
    subject = _("Ihre Beschwerde %(number)s ist eingegangen") % {"number": appeal.reference}
    return {"subject": subject, "appeal": appeal}


def appeal_decided(mail: OutboxMail) -> dict[str, Any] | None:
    appeal = _appeal(mail)
    if appeal is None:
        return None
    granted = appeal.status == AppealStatus.UPHELD
    if appeal.is_by_author and granted:
        subject = _("Wir haben eine Entscheidung über Ihren Beitrag zurückgenommen")
    elif appeal.is_by_author:
        subject = _("Ihr Beitrag bleibt ausgeblendet")
    elif granted:
        subject = _("Der gemeldete Beitrag ist jetzt ausgeblendet")
    else:
        subject = _("Der gemeldete Beitrag bleibt stehen")
    return {
        "subject": subject,
        "appeal": appeal,
        "granted": granted,
        "decision": appeal.decision,
        "comment": appeal.decision.comment,
    }


def moderation_waiting(mail: OutboxMail) -> dict[str, Any] | None:
    """Counted when it goes out; nothing waiting any more or no longer a moderator: no mail."""
    if mail.recipient is None or not may_moderate(mail.recipient):
        return None
    pending = Comment.objects.pending().count()
    reports = Report.objects.open().count()
    appeals = Appeal.objects.for_moderator(mail.recipient).count()
    count = pending + reports + appeals
    if not count:
        return None
    return {
        "subject": _("Moderation: %(count)s zu entscheiden") % {"count": count},
        "pending": pending,
        "reports": reports,
        "appeals": appeals,
    }


def moderation_overdue(mail: OutboxMail) -> dict[str, Any] | None:
    """As long as something of it is still overdue or nobody came, and only to who can do something.

    The words of contributions stay in the portal.
    """
    notice = OverdueNotice.objects.filter(pk=mail.context.get("notice")).first()
    reader = mail.recipient
    if notice is None or reader is None:
        return None
    to_administrators = is_for_administrators(notice)
    allowed = may_manage_persons(reader) if to_administrators else may_moderate(reader)
    if not allowed:
        return None
    lines = lines_of(notice, reader)
    since = notice.unattended_since
    if since is not None and since != unattended_since():
        since = None
    if not lines and since is None:
        return None
    if lines:
        subject = ngettext(
            "Moderation: %(count)s Entscheidung ist überfällig",
            "Moderation: %(count)s Entscheidungen sind überfällig",
            len(lines),
        ) % {"count": len(lines)}
    else:
        subject = _("Moderation: Es wartet etwas, und niemand war da")
    return {
        "subject": subject,
        "to_administrators": to_administrators,
        "lines": lines[:SHOWN_LINES],
        "more_count": max(0, len(lines) - SHOWN_LINES),
        "unattended_since": since,
        "pending": Comment.objects.pending().count(),
        "reports": Report.objects.open().count(),
        "appeals": Appeal.objects.open().count(),
        "moderators": moderators().count(),
    }


WROTE = gettext_lazy("Sie bekommen diese Mail, weil Sie diesen Beitrag geschrieben haben.")
REPORTED = gettext_lazy("Sie bekommen diese Mail, weil Sie einen Beitrag gemeldet haben.")
APPEALED = gettext_lazy("Sie bekommen diese Mail, weil Sie sich beschwert haben.")
WHY = {
    "comment_published": WROTE,
    "comment_hidden": WROTE,
    "decision_undone": WROTE,
    "appeal_received": APPEALED,
    "appeal_decided": APPEALED,
    "report_received": REPORTED,
    "report_decided": REPORTED,
    "moderation_waiting": gettext_lazy("Sie bekommen diese Mail, weil Sie moderieren."),
    "moderation_overdue": gettext_lazy(
        "Sie bekommen diese Mail, weil Sie moderieren oder Rollen vergeben."
    ),
}


def register() -> None:
    resent = {"when_unknown": WhenUnknown.RESEND_ONCE, "priority": Priority.NOTICE}
    for name, label, build, options in (
        ("comment_published", gettext_lazy("Beitrag veröffentlicht"), comment_published, {}),
        ("comment_hidden", gettext_lazy("Beitrag ausgeblendet"), comment_hidden, resent),
        ("decision_undone", gettext_lazy("Entscheidung zurückgenommen"), decision_undone, {}),
        (
            "report_received",
            gettext_lazy("Meldung eingegangen"),
            report_received,
            # Anybody can type a stranger's address into the form.
            {**resent, "daily_cap": 10},
        ),
        ("report_decided", gettext_lazy("Meldung entschieden"), report_decided, resent),
        ("appeal_received", gettext_lazy("Beschwerde eingegangen"), appeal_received, resent),
        ("appeal_decided", gettext_lazy("Beschwerde entschieden"), appeal_decided, resent),
        ("moderation_waiting", gettext_lazy("Moderation wartet"), moderation_waiting, {}),
        (
            "moderation_overdue",
            gettext_lazy("Hinweis auf überfällige Moderation"),
            moderation_overdue,
            resent,
        ),
    ):
        register_mail_kind(
            MailKind(
                name=name,
                label=label,
                template=f"emails/{name}",
                build=build,
                why=WHY[name],
                **options,
            )
        )
    register_event("report.received", gettext_lazy("Eine Meldung ist eingegangen."))
    register_event("report.decided", gettext_lazy("Über eine Meldung wurde entschieden."))
    register_event("appeal.received", gettext_lazy("Eine Beschwerde ist eingegangen."))
    register_event("appeal.decided", gettext_lazy("Über eine Beschwerde wurde entschieden."))
    register_event("overdue.told", gettext_lazy("Überfällige Moderation wurde weitergemeldet."))
    register_event("decision.made", gettext_lazy("Die Moderation hat entschieden."))
