"""The digests' alarm clock."""

from celery import shared_task

from . import services


@shared_task
def plan_and_build() -> None:
    """Plan what is due and build what is planned. Two of these at once do no harm."""
    services.plan_due_runs()
    services.build_unprocessed()
