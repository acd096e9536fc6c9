"""The mails to people who write without an account."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gdb_portal.accounts.guest_links import VALID_FOR, guest_url
from gdb_portal.accounts.services.guests import account_with
from gdb_portal.mail.kinds import MailKind, register_mail_kind
from gdb_portal.mail.models import OutboxMail

from .guest_links import confirm_path
from .models import Comment, GuestDraft
from .services.guest import CONFIRM_WITHIN

# A stranger who types somebody's address into our form can't do worse than this.
REQUESTS_A_DAY = 5


def guest_comment_request(mail: OutboxMail) -> dict[str, Any] | None:
    """Asks for the yes. It does not quote the text: strangers could send their words through us."""
    rows = GuestDraft.objects.waiting().select_related("topic")
    draft = rows.filter(pk=mail.context.get("draft")).first()
    if draft is None:
        return None
    account = account_with(draft.address)
    return {
        "subject": _("Bitte bestätigen: Ihr Beitrag"),
        "topic": draft.topic,
        "has_account": account is not None and not account.is_guest,
        "confirm_path": confirm_path(draft),
        "days": CONFIRM_WITHIN.days,
    }


def guest_comment_received(mail: OutboxMail) -> dict[str, Any] | None:
    rows = Comment.objects.for_list()
    comment = rows.filter(pk=mail.context.get("comment"), author=mail.recipient).first()
    if comment is None or not comment.is_by_guest:
        return None
    return {
        "subject": _("Ihr Beitrag ist angekommen"),
        "comment": comment,
        "guest_path": guest_url(comment.author),
        "days": VALID_FOR.days,
    }


def register() -> None:
    register_mail_kind(
        MailKind(
            name="guest_comment_request",
            label=gettext_lazy("Bitte um das Ja zu einem Beitrag ohne Konto"),
            template="emails/guest_comment_request",
            build=guest_comment_request,
            daily_cap=REQUESTS_A_DAY,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil jemand auf dem Portal Ihre Adresse eingetragen hat."
            ),
        )
    )
    register_mail_kind(
        MailKind(
            name="guest_comment_received",
            label=gettext_lazy("Beitrag ohne Konto angekommen"),
            template="emails/guest_comment_received",
            build=guest_comment_received,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil Sie auf dem Portal einen Beitrag geschrieben haben."
            ),
        )
    )
