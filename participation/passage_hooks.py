"""Passages of pages in the CMS: what publishing would do to them, and that it was done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.signals import page_published, published

from strategy.models import Measure

from .models import Topic
from .release_forecast import passages_after_publishing
from .tasks import ring_for_passages


@hooks.register("before_edit_page")
def say_what_becomes_of_passages(request: HttpRequest, page: Page) -> None:
    """Told when the editor opens: to whoever writes, and to whoever approves."""
    if request.method != "GET" or request.GET or "json" in request.headers.get("Accept", ""):
        return
    draft = page.get_latest_revision_as_object()
    found = passages_after_publishing(draft) if isinstance(draft, Measure) else []
    if not found:
        return
    told = "; ".join(f"{consequence.count} {consequence.label}" for consequence in found)
    weight = messages.WARNING if any(c.count and c.is_loss for c in found) else messages.INFO
    messages.add_message(
        request, weight, _("Wenn dieser Entwurf veröffentlicht wird: %(told)s.") % {"told": told}
    )


def ring_for_page(sender: type, instance: Any, **kwargs: Any) -> None:
    """Approval, schedule and button meet only in this signal; Wagtail's hooks know the button."""
    if isinstance(instance, Measure) and Topic.objects.public().on_page(instance).exists():
        ring_for_passages()


def ring_for_topic(sender: type, instance: Any, **kwargs: Any) -> None:
    """From now on people may speak about its page's text."""
    if isinstance(instance, Topic):
        ring_for_passages()


page_published.connect(ring_for_page, dispatch_uid="ring_for_passages_of_page")
published.connect(ring_for_topic, dispatch_uid="ring_for_passages_of_topic")
