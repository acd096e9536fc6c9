"""What need not happen while an editor waits."""

from celery import shared_task

from .models import Pilot
from .pictures import render_pictures


@shared_task
def render_pilot_pictures(pk: int) -> None:
    """Make the sizes of a pilot's pictures before its first reader asks for them."""
    pilot = Pilot.objects.live().filter(pk=pk).first()
    if pilot is not None:
        render_pictures(pilot.parts)
