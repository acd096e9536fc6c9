"""Links to pages, without asking the database for the site."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

register = template.Library()


@register.simple_tag(takes_context=True)
def href(context: dict[str, Any], page: Page | None) -> str:
    """The address of a page; empty for one that has none."""
    parts = page.get_url_parts(context.get("request")) if page else None
    return str(parts[2]) if parts else ""
