"""Housekeeping of participation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from .services.anchor import keep_page_texts, place_all_anchors
from .services.counters import reconcile
from .services.guest import forget_guest_drafts
from .services.snapshot import freeze_ended

if TYPE_CHECKING:
    from strategy.models import StrategyVersion


@shared_task
def reconcile_counters() -> None:
    """Count again what counters say; drift is mended and logged."""
    reconcile()


@shared_task
def freeze_results() -> None:
    """Freeze the votes of every topic whose voting has ended."""
    freeze_ended()


@shared_task
def place_passages() -> None:
    """Freeze what pages say now; find again in every version what people spoke about before."""
    keep_page_texts()
    place_all_anchors()


@shared_task
def forget_drafts_of_guests() -> None:
    """Delete what people without an account wrote and nobody confirmed in time."""
    forget_guest_drafts(timezone.now())


def ring_for_passages(version: StrategyVersion | None = None) -> None:
    """A text was released or published: look for the passages now, not at the next round."""
    transaction.on_commit(place_passages.delay, robust=True)
