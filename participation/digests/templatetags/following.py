"""The way from a page to following it. Reads nothing: the page is the same for everybody."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest

from strategy.models import District

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


@register.inclusion_tag("digests/follow_link.html", takes_context=True)
def follow_district_link(context: dict[str, Any]) -> dict[str, Any]:
    """The same for the one district that a list is filtered by: districts have no other page."""
    request: HttpRequest | None = context.get("request")
    slugs = set(request.GET.getlist("bezirk")) if request is not None else set()
    if len(slugs) != 1:
        return {"href": ""}
    # PostgreSQL knows no NUL.
    slug = slugs.pop().replace("\x00", "")
    district = District.objects.filter(slug=slug).first()
    return follow_link(district) if district else {"href": ""}
