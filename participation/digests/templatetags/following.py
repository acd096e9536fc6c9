"""The way from a page to following it. Reads nothing: the page is the same for everybody."""

from __future__ import annotations

from typing import Any

from django import template

from ..models import target_kind
from ..targets import follow_url, is_pilot

register = template.Library()


@register.inclusion_tag("digests/follow_link.html")
def follow_link(target: Any) -> dict[str, Any]:
    """A button that leads to following `target`; nothing where it can't be followed."""
    href = follow_url(target)
    kind = target_kind(target) if href else ""
    return {
        "href": href,
        "kind": kind,
        "is_pilot": kind == "measure" and is_pilot(target),
    }
