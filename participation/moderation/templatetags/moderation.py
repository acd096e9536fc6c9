"""What templates know of moderation."""

from django import template

from ..appeal_links import appeal_url
from ..models import Decision

register = template.Library()


@register.simple_tag(name="appeal_url")
def url_of_appeal(decision: Decision) -> str:
    """Where the author of a hidden comment says that hiding it was wrong."""
    return appeal_url(decision)
