"""Progress in the CMS: every way of publishing a measure leads to the record."""

from __future__ import annotations

from typing import Any

from wagtail.models import Revision
from wagtail.signals import page_published

from .models import Measure
from .services.progress import record_publication


def record_published_measure(
    sender: type, instance: Any, revision: Revision | None = None, **kwargs: Any
) -> None:
    """Approval, schedule and button meet only in this signal; Wagtail's hooks know the button."""
    if isinstance(instance, Measure):
        record_publication(instance, by=revision.user if revision else None)


page_published.connect(record_published_measure, dispatch_uid="record_published_measure")
