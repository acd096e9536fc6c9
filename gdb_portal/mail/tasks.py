"""The sender's alarm clocks. They carry no arguments: the ledger says what is to be done.

Two lanes: what somebody waits for in front of the screen has a worker of its own, so that ten
thousand digests and a slow server in the other lane can't delay it.
"""

from celery import shared_task

from . import services
from .services.sending import BATCH


@shared_task
def send_due_mail() -> None:
    """Send what is due now; another round follows while there is more."""
    if services.send_due() >= BATCH:
        send_due_mail.delay()
    services.signal("send-due-mail")


@shared_task
def send_urgent_mail() -> None:
    """Send codes and safety notices that are due now."""
    if services.send_due(urgent_only=True) >= BATCH:
        send_urgent_mail.delay()
    services.signal("send-urgent-mail")


@shared_task
def repair_mail() -> None:
    """Settle what a crashed sender left behind, and forget what has had its time."""
    services.repair()
    services.signal("repair-mail")
