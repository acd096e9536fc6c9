"""Topics in the CMS."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .admin import TopicViewSet
from .models import Topic
from .services.comment import forget_topic_pages
from .services.topic import doubts_about, open_tally

register_snippet(TopicViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def follow_topic(request: HttpRequest, item: Model) -> None:
    """Counters from the first draft on; public pages follow at once; doubts are told."""
    if not isinstance(item, Topic):
        return
    open_tally(item)
    forget_topic_pages(item.pk)
    if request.headers.get("Accept", "").startswith("application/json"):
        return
    for doubt in doubts_about(item.get_latest_revision_as_object()):
        messages.warning(request, doubt)
