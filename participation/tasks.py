"""Housekeeping of participation."""

from celery import shared_task

from .services.counters import reconcile


@shared_task
def reconcile_counters() -> None:
    """Count again what counters say; drift is mended and logged."""
    reconcile()
