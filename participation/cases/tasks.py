"""The deadlines' alarm clock."""

from celery import shared_task

from .services import escalate_stale_measures, remind_and_escalate


@shared_task
def watch_deadlines() -> None:
    """Tell whoever must hear of a deadline or of a silent measure. Two at once do no harm."""
    remind_and_escalate()
    escalate_stale_measures()
