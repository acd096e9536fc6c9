"""Moderation's place in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gdb_portal.core.admin_waiting import HOOK, Waiting

from ..models import Comment
from ..rules import may_moderate
from . import desk
from .models import Appeal, Report


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", desk.queue, name="queue"),
        path("freigeben/", desk.approve_many, name="approve-many"),
        path("<int:pk>/", desk.review, name="review"),
        path("<int:pk>/freigeben/", desk.approve_comment, name="approve"),
        path("<int:pk>/ausblenden/", desk.hide_comment, name="hide"),
        path("<int:pk>/antwortwunsch/", desk.answer_wish, name="answer-wish"),
        path("meldungen/<slug:reference>/behalten/", desk.keep_comment, name="keep"),
        path("beschwerden/<slug:reference>/", desk.appeal, name="appeal"),
        path("entscheidungen/<int:pk>/zuruecknehmen/", desk.undo_decision, name="undo"),
        path("entscheidungen/<int:pk>/beschwerde/", desk.objection, name="objection"),
    ]
    return [path("moderation/", include((patterns, "moderation")))]


class ModerationMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)


@hooks.register("register_admin_menu_item")
def moderation_menu_item() -> MenuItem:
    return ModerationMenuItem(
        gettext_lazy("Moderation"), reverse("moderation:queue"), icon_name="comment", order=210
    )


@hooks.register(HOOK)
def comments_and_reports_waiting(request: HttpRequest) -> list[Waiting]:
    if not may_moderate(request.user):
        return []
    pending = Comment.objects.pending()
    oldest = pending.order_by("submitted_at").first()
    reports = Report.objects.open()
    late = reports.late().count()
    appeals = Appeal.objects.for_moderator(request.user)
    appeals_late = appeals.late().count()
    since = timezone.localtime(oldest.submitted_at) if oldest else None
    return [
        Waiting(
            label=_("Beiträge zu prüfen"),
            count=pending.count(),
            url=reverse("moderation:queue"),
            icon="comment",
            hint=_("ältester: %(moment)s") % {"moment": f"{since:%d.%m., %H:%M}"} if since else "",
            order=10,
        ),
        Waiting(
            label=_("offene Meldungen"),
            count=reports.count(),
            url=reverse("moderation:queue") + f"?ansicht={desk.REPORTED}",
            icon="warning",
            hint=ngettext("%(count)s überfällig", "%(count)s überfällig", late) % {"count": late}
            if late
            else "",
            late=bool(late),
            order=11,
        ),
        Waiting(
            label=_("Beschwerden"),
            count=appeals.count(),
            url=reverse("moderation:queue") + f"?ansicht={desk.APPEALS}",
            icon="warning",
            hint=ngettext("%(count)s überfällig", "%(count)s überfällig", appeals_late)
            % {"count": appeals_late}
            if appeals_late
            else "",
            late=bool(appeals_late),
            order=12,
        ),
    ]
