"""The digests' alarm clock."""

from celery import shared_task

from . import services


@shared_task
def plan_and_build() -> None:
    """Find and spread what is new, plan what is due, build the planned. Two at once do no harm."""
    services.look_again_at_due()
    services.spread_news()
    services.plan_due_runs()
    services.build_unprocessed()
