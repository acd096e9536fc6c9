"""The states of a mail, and which may follow which."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MailStatus(models.TextChoices):
    QUEUED = "queued", _("wartet")
    SENDING = "sending", _("wird gesendet")
    SENT = "sent", _("gesendet")
    FAILED = "failed", _("gescheitert")
    ABORTED = "aborted", _("abgebrochen")
    UNKNOWN = "unknown", _("ungewiss")


FINAL = frozenset({MailStatus.SENT, MailStatus.FAILED, MailStatus.ABORTED, MailStatus.UNKNOWN})

MAIL_TRANSITIONS: dict[str, frozenset[str]] = {
    MailStatus.QUEUED: frozenset({MailStatus.SENDING, MailStatus.ABORTED}),
    MailStatus.SENDING: frozenset(
        {
            MailStatus.QUEUED,
            MailStatus.SENT,
            MailStatus.FAILED,
            MailStatus.ABORTED,
            MailStatus.UNKNOWN,
        }
    ),
    # The one way back: nobody knows whether a copy arrived, and the kind prefers twice to never.
    MailStatus.UNKNOWN: frozenset({MailStatus.QUEUED}),
}


class Priority(models.IntegerChoices):
    """Smaller goes first: a login code never waits behind a digest."""

    TRANSACTIONAL = 1, _("sofort")
    NOTICE = 5, _("Mitteilung")
    DIGEST = 9, _("Sammelmail")


class WhenUnknown(models.TextChoices):
    """What to do when the connection broke after the message was handed over (SMTP can't tell)."""

    RESEND_ONCE = "resend_once", _("einmal wiederholen")
    TREAT_AS_SENT = "treat_as_sent", _("als gesendet werten")


class BounceClass(models.TextChoices):
    HARD = "hard", _("endgültig")
    SOFT = "soft", _("vorübergehend")
    COMPLAINT = "complaint", _("Beschwerde")


class SuppressionReason(models.TextChoices):
    HARD_BOUNCE = "hard_bounce", _("Die Adresse gibt es nicht.")
    SOFT_BOUNCES = "soft_bounces", _("Mehrere Mails kamen zurück.")
    COMPLAINT = "complaint", _("Als unerwünscht gemeldet.")
    STAFF = "staff", _("Von der Administration gesperrt.")
