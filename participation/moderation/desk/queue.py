"""The queue: what waits, by when it is due, and what was decided last."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.transitions import IllegalTransition

from ...enums import HouseRule
from ...models import Comment
from ..deadlines import due_on, waiting_comments
from ..enums import ReportGround, ReportStatus
from ..models import Appeal, Decision, Report
from ..presence import forget_looking, others_looking_at
from ..rules import may_decide
from ..services import approve
from .access import moderators_only

QUEUE_PAGE = 25
NEW, REPORTED, DECIDED, APPEALS = "neu", "meldungen", "entschieden", "beschwerden"


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits: new comments, oldest first, reports, appeals; and what was decided last."""
    tab = request.GET.get("ansicht", NEW)
    rows: QuerySet
    if tab == REPORTED:
        rows = waiting_reports()
    elif tab == DECIDED:
        rows = Decision.objects.select_related("comment__topic", "comment__author", "by", "report")
    elif tab == APPEALS:
        rows = Appeal.objects.for_moderator(request.user).select_related("decision__comment__topic")
    else:
        tab, rows = NEW, comments_to_decide()
    page: Page = Paginator(rows, QUEUE_PAGE).get_page(request.GET.get("seite"))
    if tab == NEW:
        _describe(page, request)
    context = {
        **frame(_("Moderation"), "comment"),
        "tab": tab,
        "page": page,
        "rules": HouseRule.choices,
        "pending_count": Comment.objects.pending().count(),
        "report_count": Report.objects.open().count(),
        "appeal_count": Appeal.objects.for_moderator(request.user).count(),
    }
    return render(request, "moderation/queue.html", context)


def comments_to_decide() -> QuerySet:
    """Whatever waits for approval, in the order in which it came."""
    is_open = Q(reports__status=ReportStatus.OPEN)
    return (
        waiting_comments()
        .for_list()
        .with_passages()
        .select_related("reply_to__author", "offline")
        .annotate(open_reports=Count("reports", filter=is_open))
        .order_by("submitted_at", "id")
    )


def waiting_reports() -> QuerySet:
    """Open reports: what may be against the law first, for that has a day; then as they came."""
    urgency = Case(
        When(ground=ReportGround.ILLEGAL, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return (
        Report.objects.open()
        .select_related("comment__topic", "comment__author")
        .annotate(urgency=urgency)
        .order_by("urgency", "created_at", "id")
    )


def _describe(page: Page, request: HttpRequest) -> None:
    """Give each comment of the page its deadline, who looks at it, and whether one may decide."""
    names = others_looking_at(page, request.user)
    today = timezone.localdate()
    for comment in page:
        comment.due_on = due_on(comment.waiting_since)
        comment.is_late = comment.due_on < today
        comment.looked_at_by = names.get(comment.pk, "")
        comment.may_decide = may_decide(request.user, comment)


@moderators_only
@require_POST
def approve_many(request: HttpRequest) -> HttpResponse:
    """Approve the chosen ones; what somebody else decided meanwhile stays as they decided."""
    chosen = [pk for pk in request.POST.getlist("beitrag") if pk.isascii() and pk.isdigit()]
    approved = left = 0
    for comment in Comment.objects.for_list().filter(pk__in=chosen[:QUEUE_PAGE]):
        if not may_decide(request.user, comment):
            left += 1
            continue
        try:
            approve(comment, by=request.user)
        except IllegalTransition:
            left += 1
        else:
            approved += 1
    if not chosen:
        messages.warning(request, _("Es war kein Beitrag ausgewählt."))
    if approved:
        told = ngettext(
            "%(count)s Beitrag ist jetzt öffentlich.",
            "%(count)s Beiträge sind jetzt öffentlich.",
            approved,
        )
        messages.success(request, told % {"count": approved})
    if left:
        told = ngettext(
            "%(count)s Beitrag blieb unverändert: schon entschieden, oder Ihr eigener.",
            "%(count)s Beiträge blieben unverändert: schon entschieden, oder Ihre eigenen.",
            left,
        )
        messages.warning(request, told % {"count": left})
    return redirect("moderation:queue")


def onwards(request: HttpRequest, comment: Comment) -> HttpResponse:
    """To the next one that waits: where the decision was made, in the list or on its own page."""
    forget_looking(comment)
    later = Q(submitted_at__gt=comment.submitted_at) | Q(
        submitted_at=comment.submitted_at, pk__gt=comment.pk
    )
    waiting = comments_to_decide()
    following = waiting.filter(later).first() or waiting.first()
    if following is None:
        return redirect("moderation:queue")
    if request.POST.get("von") == "beitrag":
        return redirect("moderation:review", pk=following.pk)
    return redirect(f"{reverse('moderation:queue')}#beitrag-{following.pk}")
