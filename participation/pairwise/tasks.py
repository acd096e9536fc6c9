"""The rankings' alarm clock."""

from celery import shared_task

from .services.ranking import rank_due_comparisons


@shared_task
def rank_comparisons() -> None:
    """Make the rankings that are due. Two of these at once do no harm."""
    rank_due_comparisons()
