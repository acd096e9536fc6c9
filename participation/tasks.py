"""Housekeeping of participation."""

from celery import shared_task

from .services.counters import reconcile
from .services.snapshot import freeze_ended


@shared_task
def reconcile_counters() -> None:
    """Count again what counters say; drift is mended and logged."""
    reconcile()


@shared_task
def freeze_results() -> None:
    """Freeze the votes of every topic whose voting has ended."""
    freeze_ended()
