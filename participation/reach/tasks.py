"""Taking over what the web processes counted."""

from __future__ import annotations

import logging

from celery import shared_task

from .services import keep_readings as keep

logger = logging.getLogger(__name__)


@shared_task
def keep_readings() -> None:
    """Write the sums of the last minutes into the table; without a cache there are none."""
    try:
        keep()
    except ConnectionError:
        logger.warning("readings: no cache to take them from")
