from .address import Bounce, Consent, Suppression
from .archive import ArchivedMail
from .operation import JobSignal, KindPause, MailServer
from .outbox import OutboxMail, OutboxMailQuerySet
from .reader import AddressSubscription, Reader

__all__ = [
    "AddressSubscription",
    "ArchivedMail",
    "Bounce",
    "Consent",
    "JobSignal",
    "KindPause",
    "MailServer",
    "OutboxMail",
    "OutboxMailQuerySet",
    "Reader",
    "Suppression",
]
