"""Taking over answers that wait."""

from __future__ import annotations

import logging

from celery import shared_task

from .services import keep_answers as keep

logger = logging.getLogger(__name__)


@shared_task
def keep_answers() -> None:
    """Add what enough people answered to the sums; without a cache nothing waits."""
    try:
        keep()
    except ConnectionError:
        logger.warning("demographics: no cache to take answers from")
