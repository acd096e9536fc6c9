"""The opinion maps' alarm clock."""

from celery import shared_task

from .services import map_due_topics


@shared_task
def map_opinions() -> None:
    """Make the maps that are due. Two of these at once do no harm."""
    map_due_topics()
