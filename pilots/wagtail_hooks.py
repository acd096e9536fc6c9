"""Pilots in the CMS: their pictures are made when they become public."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from wagtail.signals import page_published

from .models import Pilot
from .pictures import pictures_of
from .tasks import render_pilot_pictures


def make_pictures(sender: type, instance: Any, **kwargs: Any) -> None:
    """Receiver of page_published. Without a broker the first reader's request makes them."""
    if isinstance(instance, Pilot) and any(True for _ in pictures_of(instance.parts)):
        transaction.on_commit(partial(render_pilot_pictures.delay, instance.pk), robust=True)


page_published.connect(make_pictures, dispatch_uid="make_pilot_pictures")
