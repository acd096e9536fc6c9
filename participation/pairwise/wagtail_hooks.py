"""Comparisons in the CMS."""

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from ..services.comment import forget_topic_pages
from .admin import ComparisonViewSet
from .models import Comparison

register_snippet(ComparisonViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
@hooks.register("after_delete_snippet")
def follow_comparison(request: HttpRequest, item: Model) -> None:
    """Public pages follow a comparison at once."""
    if isinstance(item, Comparison):
        forget_topic_pages(item.topic_id)
