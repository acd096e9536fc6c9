"""The newsletter as a mail: what it holds, and to whom a link in it leads."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from gdb_portal.core.events import register_event
from gdb_portal.mail.enums import Priority
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.lists import Described, MailList, register_mail_list
from gdb_portal.mail.models import OutboxMail

from .models import NewsletterDispatch, NewsletterIssue
from .services.newsletter import LIST


def build_issue(mail: OutboxMail) -> dict[str, Any] | None:
    """What a subscriber gets; None once the issue is no longer public or was stopped."""
    issue = NewsletterIssue.objects.live().filter(pk=mail.context.get("issue")).first()
    if issue is None:
        return None
    if NewsletterDispatch.objects.filter(issue=issue, stopped_at__isnull=False).exists():
        return None
    return issue_content(issue)


def build_test(mail: OutboxMail) -> dict[str, Any] | None:
    """The latest draft, for whoever asked for it."""
    issue = NewsletterIssue.objects.filter(pk=mail.context.get("issue")).first()
    if issue is None:
        return None
    content = issue_content(issue.get_latest_revision_as_object())
    subject = gettext("Probe: %(title)s") % {"title": content["subject"]}
    return {**content, "subject": subject, "is_test": True}


def issue_content(issue: NewsletterIssue) -> dict[str, Any]:
    return {
        "subject": issue.title,
        "issue": issue,
        "parts": issue.parts,
        "archive_path": issue.get_url() or "",
    }


def describe(subject: str) -> Described:
    try:
        return Described(str(_("Newsletter")), reverse("wagtail_serve", args=["newsletter/"]))
    except NoReverseMatch:
        return Described(str(_("Newsletter")))


def register() -> None:
    register_event("newsletter.tested", _("Jemand hat sich eine Probe des Newsletters geschickt."))
    register_event("newsletter.sent", _("Eine Ausgabe des Newsletters ist auf dem Weg."))
    register_event("newsletter.stopped", _("Eine Ausgabe des Newsletters ist angehalten."))
    register_mail_list(MailList(name=LIST, label=gettext_lazy("Newsletter"), describe=describe))
    register_mail_kind(
        MailKind(
            name="newsletter",
            label=gettext_lazy("Newsletter"),
            template="emails/newsletter",
            build=build_issue,
            priority=Priority.DIGEST,
            list_name=LIST,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil Sie unseren Newsletter bestellt und das per Mail "
                "bestätigt haben."
            ),
        )
    )
    register_mail_kind(
        MailKind(
            name="newsletter_test",
            label=gettext_lazy("Newsletter: Probe an sich selbst"),
            template="emails/newsletter",
            build=build_test,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil Sie in der Redaktion eine Probe angefordert haben."
            ),
        )
    )
