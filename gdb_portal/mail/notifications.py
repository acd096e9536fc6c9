"""The mails that an address without an account gets about its subscriptions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .kinds import MailKind, register_mail_kind
from .lists import Described, description_of
from .models import AddressSubscription, OutboxMail, Reader
from .services.readers import CONFIRM_WITHIN
from .tokens import confirm_token, reader_token

# A stranger who types somebody's address into our forms can't do worse than this.
REQUESTS_A_DAY = 5
LINKS_A_DAY = 2


def subscription_request(mail: OutboxMail) -> dict[str, Any] | None:
    """Asks for the yes; where it was given already, says so."""
    rows = AddressSubscription.objects.select_related("reader")
    subscription = rows.filter(pk=mail.context.get("subscription")).first()
    described = description_of(subscription) if subscription else None
    if subscription is None or described is None:
        return None
    subject = (
        _("Schon abonniert: %(title)s")
        if subscription.is_confirmed
        else _("Bitte bestätigen: %(title)s")
    )
    if described.unasked:
        described = Described(described.unasked)
    return {
        "described": described,
        "is_confirmed": subscription.is_confirmed,
        "confirm_path": reverse("mail:subscription-confirm", args=[confirm_token(subscription)]),
        "subscriptions_path": reverse(
            "mail:subscriptions", args=[reader_token(subscription.reader)]
        ),
        "days": CONFIRM_WITHIN.days,
        "subject": subject % {"title": described.title},
    }


def subscriptions_link(mail: OutboxMail) -> dict[str, Any] | None:
    reader = Reader.objects.filter(pk=mail.context.get("reader")).first()
    if reader is None:
        return None
    return {
        "subscriptions_path": reverse("mail:subscriptions", args=[reader_token(reader)]),
        "subject": _("Ihre Abos bei Gemeinsam Digital: Berlin"),
    }


def register() -> None:
    register_mail_kind(
        MailKind(
            name="subscription_request",
            label=gettext_lazy("Bitte um das Ja zu einem Abo"),
            template="emails/subscription_request",
            build=subscription_request,
            daily_cap=REQUESTS_A_DAY,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil jemand auf dem Portal Ihre Adresse eingetragen hat."
            ),
        )
    )
    register_mail_kind(
        MailKind(
            name="subscriptions_link",
            label=gettext_lazy("Link zu den Abos einer Adresse"),
            template="emails/subscriptions_link",
            build=subscriptions_link,
            daily_cap=LINKS_A_DAY,
            why=gettext_lazy(
                "Sie bekommen diese Mail, weil jemand auf dem Portal Ihre Adresse eingetragen hat."
            ),
        )
    )
