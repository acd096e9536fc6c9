"""Alarm clock of the portal's own pages."""

from celery import shared_task

from .services.newsletter import queue_due_issues


@shared_task
def send_newsletters() -> None:
    """Write the mails of issues that are due into the ledger. Two at once do no harm."""
    queue_due_issues()
