"""The sender's alarm clocks. They carry no arguments: the ledger says what is to be done."""

from celery import shared_task

from . import services


@shared_task
def send_due_mail() -> None:
    """Send what is due now; another round follows while there is more."""
    if services.send_due() >= 200:
        send_due_mail.delay()


@shared_task
def repair_mail() -> None:
    """Settle what a crashed sender left behind."""
    services.repair()
