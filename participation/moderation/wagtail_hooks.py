"""Moderation's place in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from gdb_portal.accounts.rules import may_manage_persons
from gdb_portal.core.admin_waiting import HOOK, Waiting

from ..models import Comment
from ..rules import may_moderate
from .deadlines import late_comments
from .desk import appeals, comments, queue, reports, review
from .models import Appeal, Report
from .status import read_status


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern | URLResolver]:
    patterns = [
        path("", queue.queue, name="queue"),
        path("freigeben/", queue.approve_many, name="approve-many"),
        path("<int:pk>/", review.review, name="review"),
        path("<int:pk>/freigeben/", comments.approve_comment, name="approve"),
        path("<int:pk>/ausblenden/", comments.hide_comment, name="hide"),
        path("<int:pk>/antwortwunsch/", comments.answer_wish, name="answer-wish"),
        path("meldungen/<slug:reference>/behalten/", reports.keep_comment, name="keep"),
        path("beschwerden/<slug:reference>/", appeals.appeal, name="appeal"),
        path("entscheidungen/<int:pk>/zuruecknehmen/", comments.undo_decision, name="undo"),
        path("entscheidungen/<int:pk>/beschwerde/", appeals.enter_appeal, name="enter-appeal"),
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
def what_waits_for_moderators(request: HttpRequest) -> list[Waiting]:
    if not may_moderate(request.user):
        return _what_administrators_see(request)
    oldest = Comment.objects.pending().order_by("submitted_at", "id").first()
    since = timezone.localtime(oldest.submitted_at) if oldest else None
    open_appeals = Appeal.objects.for_moderator(request.user)
    return [
        _waiting(
            _("Beiträge zu prüfen"),
            Comment.objects.pending().count(),
            late_comments().count(),
            hint=_("ältester: %(moment)s") % {"moment": f"{since:%d.%m., %H:%M}"} if since else "",
            icon="comment",
            order=10,
        ),
        _waiting(
            _("offene Meldungen"),
            Report.objects.open().count(),
            Report.objects.late().count(),
            icon="warning",
            tab=queue.REPORTED,
            order=11,
        ),
        _waiting(
            _("Beschwerden"),
            open_appeals.count(),
            open_appeals.late().count(),
            icon="warning",
            tab=queue.APPEALS,
            order=12,
        ),
    ]


def _what_administrators_see(request: HttpRequest) -> list[Waiting]:
    """They do not moderate; they see that nobody does, and can give somebody the role."""
    if not may_manage_persons(request.user):
        return []
    late = read_status().late_count
    if not late:
        return []
    return [
        Waiting(
            label=_("Moderation überfällig"),
            count=late,
            url=reverse("persons:list"),
            icon="warning",
            hint=_("Das kann entscheiden, wer die Rolle „Moderation“ hat."),
            late=True,
            order=13,
        )
    ]


def _waiting(
    label: str,
    count: int,
    late: int,
    *,
    icon: str,
    order: int,
    tab: str = queue.NEW,
    hint: str = "",
) -> Waiting:
    return Waiting(
        label=label,
        count=count,
        url=reverse("moderation:queue") + ("" if tab == queue.NEW else f"?ansicht={tab}"),
        icon=icon,
        hint=ngettext("%(count)s überfällig", "%(count)s überfällig", late) % {"count": late}
        if late
        else hint,
        late=bool(late),
        order=order,
    )
