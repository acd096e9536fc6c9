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


class Rhythm(models.TextChoices):
    """How often an address without an account wants to hear of one thing, quickest first."""

    INSTANT = "instant", _("sofort (höchstens alle zehn Minuten)")
    DAILY = "daily", _("täglich")
    WEEKLY = "weekly", _("wöchentlich")
    NEVER = "never", _("vorerst nie")


class BounceClass(models.TextChoices):
    HARD = "hard", _("endgültig")
    SOFT = "soft", _("vorübergehend")
    COMPLAINT = "complaint", _("Beschwerde")


class SuppressionReason(models.TextChoices):
    HARD_BOUNCE = "hard_bounce", _("Die Adresse gibt es nicht.")
    SOFT_BOUNCES = "soft_bounces", _("Mehrere Mails kamen zurück.")
    COMPLAINT = "complaint", _("Als unerwünscht gemeldet.")
    STAFF = "staff", _("Von der Administration gesperrt.")


# Why a mail is where it is, as the ledger notes it and as staff read it. What the mail server said
# is shown in its own words.
REASONS = {
    "address suppressed": _("die Adresse ist gesperrt"),
    "connection lost after the message": _("die Verbindung brach nach der Übergabe ab"),
    "could not be rendered": _("ein Fehler in der Vorlage"),
    "its sender died": _("der Versand brach vorher ab"),
    "its senders died": _("der Versand brach mehrmals ab"),
    "no address": _("keine Adresse"),
    "no longer wanted or visible": _("nicht mehr gewünscht oder nicht mehr öffentlich"),
    "refused by the server": _("vom Mailserver abgelehnt"),
    "stopped by staff": _("von der Administration angehalten"),
    "too many to this address today": _("zu viele an diese Adresse an einem Tag"),
    "unknown kind": _("unbekannte Art"),
    "unsubscribed": _("abbestellt"),
    "waited when the backup was made": _("wartete schon, als das Backup entstand"),
}
