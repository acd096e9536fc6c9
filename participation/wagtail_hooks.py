"""Topics in the CMS."""

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from . import passage_hooks  # noqa: F401  registers itself
from .admin import OutsideRoundViewSet, PollViewSet, TopicViewSet
from .models import Poll, Topic
from .rules import may_enter_offline
from .services.comment import forget_topic_pages
from .services.topic import doubts_about, open_tally
from .views.offline import offline_enter
from .views.poll import sheets_export

register_snippet(TopicViewSet)
register_snippet(OutsideRoundViewSet)
register_snippet(PollViewSet)


@hooks.register("register_admin_urls")
def poll_urls() -> list[URLPattern | URLResolver]:
    patterns = [path("<int:pk>/boegen.csv", sheets_export, name="sheets")]
    return [path("umfragen/", include((patterns, "polls")))]


@hooks.register("register_admin_urls")
def offline_urls() -> list[URLPattern | URLResolver]:
    return [path("erfassen/", include(([path("", offline_enter, name="enter")], "offline")))]


class OfflineMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_enter_offline(request.user)


@hooks.register("register_admin_menu_item")
def offline_menu_item() -> MenuItem:
    return OfflineMenuItem(
        gettext_lazy("Von Papier erfassen"), reverse("offline:enter"), icon_name="edit", order=207
    )


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


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
@hooks.register("after_delete_snippet")
def follow_poll(request: HttpRequest, item: Model) -> None:
    """Public pages follow a poll at once."""
    if isinstance(item, Poll):
        forget_topic_pages(item.topic_id)
