"""What the content checks say about the page in the editor."""

from __future__ import annotations

from typing import Any

from django import template
from wagtail.models import Page

from ..page_checks import check_page

register = template.Library()


@register.inclusion_tag("pages/admin/checks.html")
def content_checks(page: Any) -> dict[str, Any]:
    """The problems of a saved page or its draft; what was never saved is not checked yet."""
    is_saved = isinstance(page, Page) and page.pk is not None
    return {"problems": check_page(page) if is_saved else [], "is_new": not is_saved}
