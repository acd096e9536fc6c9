from .address import Bounce, Consent, Suppression
from .archive import ArchivedMail
from .operation import JobSignal, KindPause, MailServer
from .outbox import OutboxMail, OutboxMailQuerySet

__all__ = [
    "ArchivedMail",
    "Bounce",
    "Consent",
    "JobSignal",
    "KindPause",
    "MailServer",
    "OutboxMail",
    "OutboxMailQuerySet",
    "Suppression",
]
