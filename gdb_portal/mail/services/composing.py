"""The message as it would go out now."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string, select_template
from django.urls import reverse
from django.utils import timezone, translation

from ..kinds import KINDS, MailKind, Subscriber
from ..models import OutboxMail, Reader, Suppression
from ..tokens import address_code, reader_token, return_path, unsubscribe_token
from .subscriptions import is_subscribed


def compose(mail: OutboxMail, kind: MailKind) -> EmailMultiAlternatives | None:
    """The message as it would go out now, or None when it must not."""
    if why_not(mail, kind):
        return None
    language = _language(mail)
    with translation.override(language):
        context = kind.build(mail)
        if context is None:
            return None
        context = {
            "base_url": settings.BASE_URL,
            "mail": mail,
            "language": language,
            "why": kind.why,
            "unsubscribe_url": unsubscribe_url(mail, kind),
            "subscriptions_url": subscriptions_url(mail, kind),
            **context,
        }
        message = EmailMultiAlternatives(
            subject=" ".join(str(context["subject"]).split()),
            body=render_to_string(f"{kind.template}.txt", context).strip() + "\n",
            from_email=return_path(mail.pk) or settings.DEFAULT_FROM_EMAIL,
            to=[mail.to_address],
            headers=_headers(mail, kind, context),
        )
        try:
            template = select_template([f"{kind.template}.html"])
        except TemplateDoesNotExist:
            return message
        message.attach_alternative(template.render(context), "text/html")
    return message


def why_not(mail: OutboxMail, kind: MailKind) -> str:
    """Why nothing may go to this address, in a word for the ledger; "" when it may."""
    if not mail.to_address:
        return "no address"
    code = address_code(mail.to_address)
    if Suppression.objects.active(timezone.now()).filter(address_code=code).exists():
        return "address suppressed"
    if kind.list_name and not is_subscribed(kind.list_name, subscriber_of(mail)):
        return "unsubscribed"
    return ""


def subscriber_of(mail: OutboxMail) -> Subscriber:
    if mail.recipient_id is not None:
        return Subscriber(recipient_id=mail.recipient_id)
    return Subscriber(address_code=address_code(mail.address))


def unsubscribe_url(mail: OutboxMail, kind: MailKind) -> str:
    """The link that leaves the kind's list without login; "" for mails that one can't leave."""
    if not kind.list_name:
        return ""
    token = unsubscribe_token(kind.list_name, subscriber_of(mail))
    return settings.BASE_URL + reverse("mail:unsubscribe", args=[token])


def subscriptions_url(mail: OutboxMail, kind: MailKind) -> str:
    """Where an address without an account sees everything it subscribed to; "" for others."""
    if not kind.list_name or mail.recipient_id is not None or not mail.address:
        return ""
    reader = Reader.objects.filter(address_code=address_code(mail.address)).first()
    if reader is None:
        return ""
    return settings.BASE_URL + reverse("mail:subscriptions", args=[reader_token(reader)])


def message_id(pk: uuid.UUID) -> str:
    """The same for every attempt, so that a second copy can be recognised (RFC 5322 §3.6.4)."""
    return f"<{pk}@{_domain()}>"


def _headers(mail: OutboxMail, kind: MailKind, context: dict[str, Any]) -> dict[str, str]:
    headers = {
        # The envelope carries the return path; readers see who writes.
        "From": settings.DEFAULT_FROM_EMAIL,
        "Message-ID": message_id(mail.pk),
        "Auto-Submitted": "auto-generated",
    }
    if kind.list_name:
        headers |= {
            "List-Id": f"<{kind.list_name}.{_domain()}>",
            "List-Unsubscribe": f"<{context['unsubscribe_url']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Precedence": "bulk",
        }
    if thread := context.get("thread"):
        # Nobody ever got a mail with this id: it is the stem that all mails of a case hang on,
        # also for those who join late and after we forgot which was the first.
        root = f"<{thread}@{_domain()}>"
        headers |= {"References": root, "In-Reply-To": root}
    return {**headers, **kind.headers, **context.get("headers", {})}


def _language(mail: OutboxMail) -> str:
    """The person's; for an address without an account the one it was read in."""
    chosen = mail.context.get("language", settings.LANGUAGE_CODE)
    language = mail.recipient.language if mail.recipient else chosen
    return language if language in dict(settings.LANGUAGES) else "de"


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"


def kind_of(mail: OutboxMail) -> MailKind | None:
    return KINDS.get(mail.kind)
