"""One comment with everything that was decided and reported on it, and by its author."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gdb_portal.core.admin_frame import apart, frame

from ...enums import CommentStatus
from ...models import Comment
from ..deadlines import due_on, waiting_comments
from ..enums import AppealStatus, DecisionKind, ReportStatus
from ..forms import AnswerWishForm, AppealMailForm, HideForm, KeepForm
from ..models import Appeal, Decision
from ..presence import note_looking, others_looking_at
from ..rules import may_decide, may_decide_appeal
from .access import comment_or_404, moderators_only

OTHERS_SHOWN = 5


@moderators_only
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story of one comment, and what may be decided on it now."""
    comment = comment_or_404(pk)
    others = others_looking_at([comment], request.user)
    if not others:
        note_looking(comment, request.user)
    return show_review(request, comment, looked_at_by=others.get(comment.pk, ""))


def show_review(
    request: HttpRequest,
    comment: Comment,
    *,
    hide_form: HideForm | None = None,
    keep_form: KeepForm | None = None,
    wish_form: AnswerWishForm | None = None,
    entered: tuple[Decision, AppealMailForm] | None = None,
    looked_at_by: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the comment; a form that was refused keeps what was typed."""
    decisions = list(comment.decisions.select_related("by", "report", "appeal", "on_appeal"))
    undoable = next(
        (d for d in decisions if d.undone_at is None and d.kind in {"publish", "hide"}), None
    )
    reports = list(comment.reports.all())
    open_report = next((r for r in reports if r.status == ReportStatus.OPEN), None)
    last_day = _last_day(comment)
    context = {
        **frame(_("Beitrag prüfen"), "comment", (_("Moderation"), reverse("moderation:queue"))),
        "comment": comment,
        "due_on": last_day,
        "is_late": last_day is not None and last_day < timezone.localdate(),
        "decisions": decisions,
        "undoable": undoable,
        "reports": reports,
        "open_report": open_report,
        "appeals": _appeals(decisions, request),
        "appealable": _appealable(decisions, entered),
        "hide_form": hide_form or HideForm(initial={"rule": open_report and open_report.rule}),
        "keep_form": keep_form or KeepForm(),
        "wish_form": wish_form or AnswerWishForm(),
        "may_decide": may_decide(request.user, comment),
        "may_approve": comment.status == CommentStatus.PENDING,
        "may_hide": comment.status in {CommentStatus.PENDING, CommentStatus.PUBLISHED},
        "looked_at_by": looked_at_by,
        "author": _author_history(comment),
    }
    return render(request, "moderation/review.html", apart(context), status=status)


def _last_day(comment: Comment) -> dt.date | None:
    """Until when the comment may wait for approval; None when it does not wait."""
    row = waiting_comments().filter(pk=comment.pk).values_list("waiting_since", flat=True).first()
    return due_on(row) if row else None


def _appeals(decisions: list[Decision], request: HttpRequest) -> list[dict[str, Any]]:
    """Each appeal on this comment, and whether this moderator may decide on it now."""
    return [
        {
            "appeal": decision.appeal,
            "is_open": decision.appeal.status == AppealStatus.OPEN,
            "may_decide": decision.appeal.status == AppealStatus.OPEN
            and may_decide_appeal(request.user, decision.appeal),
        }
        for decision in decisions
        if _has_appeal(decision)
    ]


def _appealable(
    decisions: list[Decision], entered: tuple[Decision, AppealMailForm] | None
) -> list[dict[str, Any]]:
    """The decisions against which an appeal by mail can still be entered, each with its form."""
    typed = {entered[0].pk: entered[1]} if entered else {}
    return [
        {"decision": decision, "form": typed.get(decision.pk) or AppealMailForm(decision)}
        for decision in decisions
        if decision.may_be_appealed and not _has_appeal(decision)
    ]


def _has_appeal(decision: Decision) -> bool:
    try:
        return decision.appeal is not None
    except Appeal.DoesNotExist:
        return False


def _author_history(comment: Comment) -> dict[str, Any] | None:
    """What else this person wrote here and how it was decided; nothing for deleted accounts."""
    if comment.author is None:
        return None
    written = Comment.objects.by(comment.author)
    counts = written.aggregate(
        all=Count("pk"),
        published=Count("pk", filter=Q(status=CommentStatus.PUBLISHED)),
        hidden=Count("pk", filter=Q(status=CommentStatus.HIDDEN)),
    )
    others = written.exclude(pk=comment.pk).for_list().order_by("-submitted_at", "-id")
    hidings = Decision.objects.standing().filter(
        comment__author=comment.author, kind=DecisionKind.HIDE
    )
    return {
        "name": comment.author_name,
        "since": comment.author.date_joined,
        "counts": counts,
        "others": list(others[:OTHERS_SHOWN]),
        "rules": sorted(set(hidings.values_list("rule", flat=True))),
    }
