"""The digests' alarm clock."""

from celery import shared_task

from . import services


@shared_task
def plan_and_build() -> None:
    """Spread what is new, plan what is due, build what is planned. Two at once do no harm."""
    services.spread_news()
    services.plan_due_runs()
    services.build_unprocessed()
