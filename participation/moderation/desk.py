"""The moderators' desk in the CMS: the queue, one comment with its whole story, decisions."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.admin_frame import apart, frame
from gdb_portal.core.transitions import IllegalTransition

from ..enums import CommentStatus, HouseRule
from ..models import Comment
from ..rules import may_moderate
from .enums import AppealStatus, DecisionKind, ReportGround, ReportStatus
from .exceptions import SamePerson
from .forms import AnswerWishForm, HideForm, KeepForm, ObjectionForm
from .models import Appeal, Decision, Report
from .presence import forget_looking, note_looking, others_looking_at
from .rules import may_decide, may_decide_appeal
from .services import approve, change_answer_wish, decide_objection, hide, keep, undo

QUEUE_PAGE = 25
OTHERS_SHOWN = 5
NEW, REPORTED, DECIDED, APPEALS = "neu", "meldungen", "entschieden", "beschwerden"


def moderators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse everybody who may not moderate."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits: new comments, oldest first, and reports; and what was decided last."""
    tab = request.GET.get("ansicht", NEW)
    rows: QuerySet
    if tab == REPORTED:
        rows = waiting_reports()
    elif tab == DECIDED:
        rows = Decision.objects.select_related("comment__topic", "comment__author", "by", "report")
    elif tab == APPEALS:
        rows = Appeal.objects.for_moderator(request.user).select_related("decision__comment__topic")
    else:
        tab, rows = NEW, waiting_comments()
    page: Page = Paginator(rows, QUEUE_PAGE).get_page(request.GET.get("seite"))
    if tab == NEW:
        _note_others(page, request)
    context = {
        **frame(_("Moderation"), "comment"),
        "tab": tab,
        "page": page,
        "rules": HouseRule.choices,
        "pending_count": Comment.objects.pending().count(),
        "report_count": Report.objects.open().count(),
        "appeal_count": Appeal.objects.for_moderator(request.user).count(),
        "now": timezone.now(),
    }
    return render(request, "moderation/queue.html", context)


def waiting_comments() -> QuerySet:
    """Whatever waits for approval, in the order in which it came."""
    is_open = Q(reports__status=ReportStatus.OPEN)
    return (
        Comment.objects.pending()
        .for_list()
        .select_related("reply_to__author", "anchor__section__version", "offline")
        .defer("anchor__section__content", "anchor__section__body")
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
        .order_by("urgency", "created_at")
    )


def _note_others(page: Page, request: HttpRequest) -> None:
    names = others_looking_at(page, request.user)
    for comment in page:
        comment.looked_at_by = names.get(comment.pk, "")
        comment.may_decide = may_decide(request.user, comment)


@moderators_only
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One comment with everything that was decided and reported on it, and by its author."""
    comment = _comment(pk)
    others = others_looking_at([comment], request.user)
    if not others:
        note_looking(comment, request.user)
    return _review(request, comment, looked_at_by=others.get(comment.pk, ""))


@moderators_only
@require_POST
def approve_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment_to_decide(request, pk)
    try:
        approve(comment, by=request.user)
    except IllegalTransition:
        return _too_late(request, comment)
    messages.success(request, _("Der Beitrag ist jetzt öffentlich sichtbar."))
    return _onwards(request, comment)


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


@moderators_only
@require_POST
def hide_comment(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment_to_decide(request, pk)
    form = HideForm(request.POST)
    if not form.is_valid():
        return _review(request, comment, hide_form=form, status=422)
    report = Report.objects.open().filter(comment=comment).first()
    try:
        hide(comment, by=request.user, report=report, **form.cleaned_data)
    except IllegalTransition:
        return _too_late(request, comment)
    messages.success(
        request, _("Der Beitrag ist ausgeblendet. Die Begründung geht an die verfassende Person.")
    )
    return _onwards(request, comment)


@moderators_only
@require_POST
def keep_comment(request: HttpRequest, reference: str) -> HttpResponse:
    report = get_object_or_404(Report.objects.select_related("comment"), reference=reference)
    comment = _comment_to_decide(request, report.comment_id)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return _review(request, comment, keep_form=form, status=422)
    try:
        keep(report, by=request.user, reason=form.cleaned_data["reason"])
    except IllegalTransition:
        return _too_late(request, report.comment)
    messages.success(request, _("Der Beitrag bleibt sichtbar. Die Meldung ist erledigt."))
    return redirect(f"{reverse('moderation:queue')}?ansicht={REPORTED}")


@moderators_only
@require_POST
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    _comment_to_decide(request, decision.comment_id)
    try:
        undo(decision, by=request.user)
    except IllegalTransition:
        return _too_late(request, decision.comment)
    messages.success(request, _("Die Entscheidung ist zurückgenommen."))
    return redirect("moderation:review", pk=decision.comment_id)


@moderators_only
@require_POST
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """The author wrote that the hiding was wrong: somebody who did not hide it decides."""
    decision = get_object_or_404(Decision.objects.select_related("comment"), pk=pk)
    comment = _comment_to_decide(request, decision.comment_id)
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _review(request, comment, objection_form=form, status=422)
    try:
        decide_objection(
            decision,
            by=request.user,
            takes_back=form.cleaned_data["verdict"] == "take_back",
            reason=form.cleaned_data["reason"],
        )
    except SamePerson as refusal:
        form.add_error(None, str(refusal))
        return _review(request, comment, objection_form=form, status=409)
    except IllegalTransition:
        return _too_late(request, comment)
    messages.success(request, _("Die Beschwerde ist entschieden; die Person bekommt den Grund."))
    return redirect("moderation:review", pk=comment.pk)


@moderators_only
@require_POST
def answer_wish(request: HttpRequest, pk: int) -> HttpResponse:
    comment = _comment_to_decide(request, pk)
    form = AnswerWishForm(request.POST)
    if not form.is_valid():
        return _review(request, comment, wish_form=form, status=422)
    wanted = request.POST.get("wants_answer") == "ja"
    if wanted == comment.wants_answer:
        return _too_late(request, comment)
    change_answer_wish(
        comment, by=request.user, wants_answer=wanted, reason=form.cleaned_data["reason"]
    )
    messages.success(request, _("Gespeichert."))
    return redirect("moderation:review", pk=comment.pk)


@moderators_only
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, reference: str) -> HttpResponse:
    """An appeal with the decision and the words it is about; another person decides."""
    rows = Appeal.objects.select_related("decision__comment__topic", "decision__by")
    appeal = get_object_or_404(rows, reference=reference)
    if not may_decide_appeal(request.user, appeal):
        raise PermissionDenied
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    above = (_("Moderation"), reverse("moderation:queue"))
    context = {
        **frame(_("Beschwerde %(number)s") % {"number": appeal.reference}, "comment", above),
        "appeal": appeal,
        "decision": appeal.decision,
        "comment": appeal.decision.comment,
        "form": form,
    }
    if request.method == "GET" or appeal.status != AppealStatus.OPEN:
        return render(request, "moderation/appeal_review.html", context)
    if not form.is_valid():
        return render(request, "moderation/appeal_review.html", context, status=422)
    try:
        decide_objection(
            appeal.decision,
            by=request.user,
            takes_back=form.cleaned_data["verdict"] == "take_back",
            reason=form.cleaned_data["reason"],
        )
    except IllegalTransition:
        messages.warning(request, _("Darüber hat inzwischen jemand anderes entschieden."))
        return redirect("moderation:appeal", appeal.reference)
    messages.success(request, _("Entschieden. Die Begründung geht an die verfassende Person."))
    return redirect(f"{reverse('moderation:queue')}?ansicht={APPEALS}")


def _comment(pk: int) -> Comment:
    return get_object_or_404(
        Comment.objects.for_list().select_related("reply_to__author", "anchor__section__version"),
        pk=pk,
    )


def _comment_to_decide(request: HttpRequest, pk: int) -> Comment:
    """Nobody decides on their own words."""
    comment = _comment(pk)
    if not may_decide(request.user, comment):
        raise PermissionDenied
    return comment


def _onwards(request: HttpRequest, comment: Comment) -> HttpResponse:
    """To the next one that waits: where the decision was made, in the list or on its own page."""
    forget_looking(comment)
    later = Q(submitted_at__gt=comment.submitted_at) | Q(
        submitted_at=comment.submitted_at, pk__gt=comment.pk
    )
    waiting = waiting_comments()
    following = waiting.filter(later).first() or waiting.first()
    if following is None:
        return redirect("moderation:queue")
    if request.POST.get("von") == "beitrag":
        return redirect("moderation:review", pk=following.pk)
    return redirect(f"{reverse('moderation:queue')}#beitrag-{following.pk}")


def _too_late(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Somebody else was faster: show what they decided instead of deciding over it."""
    last = comment.decisions.select_related("by").first()
    who = last.by if last and last.by else _("jemand anderes")
    messages.warning(
        request,
        _("Hier hat inzwischen %(who)s entschieden. Es wurde nichts geändert.") % {"who": who},
    )
    return redirect("moderation:review", pk=comment.pk)


def _review(
    request: HttpRequest,
    comment: Comment,
    *,
    hide_form: HideForm | None = None,
    keep_form: KeepForm | None = None,
    wish_form: AnswerWishForm | None = None,
    objection_form: ObjectionForm | None = None,
    looked_at_by: str = "",
    status: int = 200,
) -> HttpResponse:
    decisions = list(comment.decisions.select_related("by", "report"))
    undoable = next(
        (d for d in decisions if d.undone_at is None and d.kind in {"publish", "hide"}), None
    )
    reports = list(comment.reports.all())
    open_report = next((r for r in reports if r.status == ReportStatus.OPEN), None)
    context = {
        **frame(_("Beitrag prüfen"), "comment", (_("Moderation"), reverse("moderation:queue"))),
        "comment": comment,
        "decisions": decisions,
        "undoable": undoable,
        "reports": reports,
        "open_report": open_report,
        "hide_form": hide_form or HideForm(initial={"rule": open_report and open_report.rule}),
        "keep_form": keep_form or KeepForm(),
        "wish_form": wish_form or AnswerWishForm(),
        "objection_form": objection_form or ObjectionForm(),
        "objectionable": _objectionable(undoable, decisions),
        "hid_it": undoable is not None and undoable.by_id == request.user.pk,
        "may_decide": may_decide(request.user, comment),
        "may_approve": comment.status == CommentStatus.PENDING,
        "may_hide": comment.status in {CommentStatus.PENDING, CommentStatus.PUBLISHED},
        "looked_at_by": looked_at_by,
        "author": _author_history(comment),
    }
    return render(request, "moderation/review.html", apart(context), status=status)


def _objectionable(last: Decision | None, decisions: list[Decision]) -> Decision | None:
    """The hiding on which an objection can still be decided."""
    decided = {decision.on_objection_to_id for decision in decisions}
    return last if last and last.kind == DecisionKind.HIDE and last.pk not in decided else None


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
