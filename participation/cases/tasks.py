"""The deadlines' alarm clock."""

from celery import shared_task

from .services import remind_and_escalate


@shared_task
def watch_deadlines() -> None:
    """Tell whoever must hear of a deadline. Two of these at once do no harm."""
    remind_and_escalate()
