"""Moderation's place in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ..models import Comment
from ..rules import may_moderate
from . import views
from .models import Report


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", views.queue, name="queue"),
        path("<int:pk>/", views.review, name="review"),
        path("<int:pk>/freigeben/", views.approve_comment, name="approve"),
        path("<int:pk>/ausblenden/", views.hide_comment, name="hide"),
        path("<int:pk>/antwortwunsch/", views.answer_wish, name="answer-wish"),
        path("meldungen/<slug:reference>/behalten/", views.keep_comment, name="keep"),
        path("entscheidungen/<int:pk>/zuruecknehmen/", views.undo_decision, name="undo"),
    ]
    return [path("moderation/", include((patterns, "moderation")))]


class ModerationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)


@hooks.register("register_admin_menu_item")
def moderation_menu_item() -> MenuItem:
    return ModerationMenuItem(
        _("Moderation"), reverse("moderation:queue"), icon_name="comment", order=210
    )


@hooks.register("construct_homepage_summary_items")
def waiting_summary(request: HttpRequest, items: list) -> None:
    """How much waits, on the CMS' first page."""
    if may_moderate(request.user):
        from .summary import ModerationSummary  # noqa: PLC0415  app ready

        items.append(
            ModerationSummary(
                request, Comment.objects.pending().count(), Report.objects.open().count()
            )
        )
