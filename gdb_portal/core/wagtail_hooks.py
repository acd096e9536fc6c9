"""Hooks of the foundation: snippets without drafts change public pages too, and the CMS' look."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .admin_waiting import WaitingPanel
from .models import SocialChannel
from .page_cache import CONTENT, invalidate
from .sign_language import SignRecording


class SignRecordingViewSet(SnippetViewSet):
    model = SignRecording
    icon = "media"
    list_display = ["title", "recorded_on"]
    panels = [
        FieldPanel("title"),
        FieldPanel("file"),
        FieldPanel("transcript"),
        FieldPanel("recorded_on"),
    ]


register_snippet(SignRecordingViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def forget_pages_after_change(request: HttpRequest, instance: Model) -> None:
    invalidate(CONTENT)


@hooks.register("after_delete_snippet")
def forget_pages_after_deletion(request: HttpRequest, instances: list[Model]) -> None:
    invalidate(CONTENT)


@hooks.register("insert_global_admin_css")
def admin_look() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WaitingPanel(request))


@hooks.register("construct_homepage_summary_items", order=1000)
def count_content_for_editors_only(request: HttpRequest, items: list[Any]) -> None:
    """How many pages and images there are tells nothing to moderators and officials."""
    if not user_has_any_page_permission(request.user):
        items.clear()


@hooks.register("construct_help_menu")
def only_our_own_help(request: HttpRequest, menu_items: list[Any]) -> None:
    """Wagtail's links lead to its English manual and news; the keyboard's help stays."""
    menu_items[:] = [item for item in menu_items if item.name == "keyboard-shortcuts-trigger"]


class SocialChannelViewSet(SnippetViewSet):
    """One setting of the whole portal, in rows."""

    model = SocialChannel
    icon = "globe"
    menu_label = _("Soziale Medien")
    add_to_settings_menu = True
    list_display = ["name", "url", "sort_order"]
    panels = [FieldPanel("name"), FieldPanel("url"), FieldPanel("sort_order")]
    inspect_view_enabled = False
    copy_view_enabled = False


register_snippet(SocialChannelViewSet)
