"""Writing, changing and withdrawing comments."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gdb_portal.core.limits import limited
from gdb_portal.core.readings import counts_as

from ..exceptions import ParticipationError
from ..forms.comment import CommentForm, PlainTextField, ReplyForm
from ..forms.new_comment import NewCommentForm
from ..models import Comment, Topic
from ..passages import Selected
from ..rules import may_edit, may_revise, may_withdraw
from ..services.anchor import comment_on_passage
from ..services.comment import edit_comment, submit_comment, withdraw_comment
from ..similar import similar_comments
from .guest import guest_comment, is_open_for_guests
from .topic import public_topic_or_404, reader_of

DRAFTS = "participation_drafts"


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("comment", by="person", rate="20/h")
def comment_create(request: HttpRequest, slug: str) -> HttpResponse:
    """The form for a new contribution; what was typed before signing in is still there."""
    return create_comment(request, public_topic_or_404(slug), None)


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("comment", by="person", rate="20/h")
def reply_create(request: HttpRequest, pk: int) -> HttpResponse:
    """The form for a reply to a comment."""
    comment = get_object_or_404(Comment.objects.published().for_list(), pk=pk, reply_to=None)
    if not comment.topic.live:
        raise Http404
    return create_comment(request, public_topic_or_404(comment.topic.slug), comment)


def create_comment(
    request: HttpRequest,
    topic: Topic,
    reply_to: Comment | None,
    *,
    passage: Selected | None = None,
) -> HttpResponse:
    """A contribution to a topic, a reply, or a contribution about a passage of the strategy."""
    if not reader_of(request).is_authenticated:
        # A form that was opened while signed in asks for no address: it is kept as a draft.
        from_account = request.method == "POST" and "email" not in request.POST
        if reply_to is None and passage is None and is_open_for_guests(topic) and not from_account:
            return guest_comment(request, topic)
        if request.method == "POST":
            _keep_draft(request)
        else:
            counts_as(request, "sign_in", topic.pk)
        return redirect_to_login(request.get_full_path())
    form_class = ReplyForm if reply_to else NewCommentForm
    draft = request.session.get(DRAFTS, {}).get(request.path)
    if request.method == "GET":
        counts_as(request, "form", topic.pk)
        form = form_class(initial=draft)
        return _form(request, topic, reply_to, form, passage, is_restored=bool(draft))
    form = form_class(request.POST)
    if not form.is_valid():
        return _form(request, topic, reply_to, form, passage, status=422)
    if reply_to is None and not form.cleaned_data["confirmed"]:
        similar = _similar(request, topic, form)
        if similar:
            return _form(request, topic, reply_to, form, passage, similar=similar)
    try:
        submit = partial(_submit_about, passage) if passage else submit_comment
        comment = submit(
            topic,
            by=request.user,
            text=form.cleaned_data["text"],
            kind=form.cleaned_data.get("kind", ""),
            stance=form.cleaned_data.get("stance", ""),
            wants_answer=form.cleaned_data.get("wants_answer", False),
            reply_to=reply_to,
            request_key=form.cleaned_data["request_key"],
        )
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return _form(request, topic, reply_to, form, passage, status=409)
    _drop_draft(request)
    if comment.is_published:
        messages.success(request, _("Ihr Beitrag ist veröffentlicht."))
    else:
        messages.success(
            request,
            _(
                "Ihr Beitrag ist angekommen. Er wird geprüft und erscheint dann öffentlich; "
                "Sie bekommen eine Mail."
            ),
        )
    return redirect(f"{topic.url}#beitrag-{comment.pk}")


def _similar(request: HttpRequest, topic: Topic, form: NewCommentForm) -> list[Comment]:
    """What to offer before posting; nothing for a form that was already taken in."""
    known = Comment.objects.by(request.user).filter(request_key=form.cleaned_data["request_key"])
    if known.exists():
        return []
    return similar_comments(topic, form.cleaned_data["text"], by=request.user)


@require_POST
@limited("similar", by="person", rate="300/h")
def comment_similar(request: HttpRequest, slug: str) -> HttpResponse:
    """What others said already, while somebody writes; sent, not asked for, so no log keeps it."""
    topic = public_topic_or_404(slug)
    text = PlainTextField().to_python(request.POST.get("text", ""))[:5000]
    context = {"similar": similar_comments(topic, text, by=request.user)}
    return render(request, "participation/similar.html", context)


def _submit_about(passage: Selected, topic: Topic, **contribution: Any) -> Comment:
    return comment_on_passage(
        topic,
        passage.section,
        passage.place,
        start=passage.start,
        end=passage.end,
        **contribution,
    )


def _keep_draft(request: HttpRequest) -> None:
    """The session expired while somebody wrote: keep the words until they have signed in again."""
    drafts = request.session.get(DRAFTS, {})
    drafts[request.path] = {
        "text": request.POST.get("text", "")[:20_000],
        "kind": request.POST.get("kind", "")[:20],
        "stance": request.POST.get("stance", "")[:20],
        "wants_answer": "wants_answer" in request.POST,
    }
    # A few forms at most, so that nobody fills the session table.
    request.session[DRAFTS] = dict(list(drafts.items())[-3:])
    messages.info(
        request, _("Ihre Sitzung war abgelaufen. Ihr Text ist noch da, sobald Sie angemeldet sind.")
    )


def _drop_draft(request: HttpRequest) -> None:
    drafts = request.session.get(DRAFTS, {})
    if drafts.pop(request.path, None) is not None:
        request.session[DRAFTS] = drafts


def _form(
    request: HttpRequest,
    topic: Topic,
    reply_to: Comment | None,
    form: CommentForm,
    passage: Selected | None = None,
    *,
    is_restored: bool = False,
    similar: list[Comment] | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "topic": topic,
        "reply_to": reply_to,
        "form": form,
        "passage": passage,
        "is_restored": is_restored,
        "similar": similar,
    }
    return render(request, "participation/comment_form.html", context, status=status)


def own_comment_or_404(request: HttpRequest, pk: int) -> Comment:
    """Others' comments are not there for whoever wants to change them."""
    return get_object_or_404(Comment.objects.by(request.user).for_list(), pk=pk)


@require_http_methods(["GET", "POST"])
@limited("comment", by="person", rate="20/h")
def comment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words: quietly in the first quarter of an hour, later with a public history."""
    comment = own_comment_or_404(request, pk)
    form_class = ReplyForm if comment.reply_to_id else CommentForm
    copied = ("text", "kind", "stance", "wants_answer")
    initial = {name: getattr(comment, name) for name in copied}
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    context = {
        "topic": comment.topic,
        "comment": comment,
        "form": form,
        "leaves_history": not may_edit(request.user, comment),
    }
    if request.method == "GET":
        if not (may_edit(request.user, comment) or may_revise(request.user, comment)):
            raise PermissionDenied
        return render(request, "participation/comment_form.html", context)
    if not form.is_valid():
        return render(request, "participation/comment_form.html", context, status=422)
    try:
        edit_comment(
            comment,
            by=request.user,
            text=form.cleaned_data["text"],
            wants_answer=form.cleaned_data.get("wants_answer", comment.wants_answer),
            kind=form.cleaned_data.get("kind"),
            stance=form.cleaned_data.get("stance"),
        )
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "participation/comment_form.html", context, status=409)
    messages.success(request, _("Ihre Änderung ist gespeichert."))
    return redirect(f"{comment.topic.url}#beitrag-{comment.pk}")


@require_http_methods(["GET", "POST"])
def comment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then take the comment back."""
    comment = own_comment_or_404(request, pk)
    if not may_withdraw(request.user, comment):
        raise PermissionDenied
    if request.method == "GET":
        context = {"topic": comment.topic, "comment": comment}
        return render(request, "participation/comment_withdraw.html", context)
    withdraw_comment(comment, by=request.user)
    messages.success(request, _("Ihr Beitrag ist zurückgezogen."))
    return redirect(f"{comment.topic.url}#beitraege")
