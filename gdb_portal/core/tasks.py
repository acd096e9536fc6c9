"""Housekeeping that belongs to no domain."""

from celery import shared_task
from django.core.management import call_command


@shared_task
def publish_scheduled() -> None:
    """Publish what editors scheduled, and take down what expired."""
    call_command("publish_scheduled", verbosity=0)


@shared_task
def clear_sessions() -> None:
    """Delete expired sessions."""
    call_command("clearsessions", verbosity=0)
