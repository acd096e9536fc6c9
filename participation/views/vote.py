"""Voting, changing one's mind, taking a vote back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gdb_portal.core.limits import limited
from gdb_portal.core.prepared import Prepared, Slot

from ..exceptions import ParticipationError
from ..forms.comment import CommentVoteForm, VoteForm
from ..models import Comment, Topic, Vote
from ..services.vote import cast_comment_vote, cast_vote, withdraw_comment_vote, withdraw_vote
from .topic import public_topic_or_404

PUBLIC_TOPIC = Prepared(lambda: Topic.objects.public().filter(slug=Slot("slug")).only("pk", "slug"))


@require_http_methods(["GET", "POST"])
@limited("vote", by="person", rate="120/h")
def topic_vote(request: HttpRequest, slug: str) -> HttpResponse:
    """A person's one vote on a topic."""
    if request.method == "GET":
        topic = public_topic_or_404(slug)
        mine = Vote.objects.on_topic(topic).by(request.user).first()
        return _topic_form(request, slug, VoteForm(initial={"value": mine and mine.value}))
    topic = next(iter(PUBLIC_TOPIC.ask(slug=slug)), None)
    if topic is None:
        raise Http404
    form = VoteForm(request.POST)
    if not form.is_valid() or "value" not in request.POST:
        form.add_error("value", _("Wählen Sie eine der Möglichkeiten."))
        return _topic_form(request, slug, form, status=422)
    try:
        if form.cleaned_data["value"]:
            # The topic's page itself says that the vote is counted.
            cast_vote(topic, by=request.user, value=form.cleaned_data["value"])
        else:
            withdraw_vote(topic, by=request.user)
            messages.success(request, _("Ihre Stimme ist zurückgezogen."))
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return _topic_form(request, slug, form, status=409)
    return redirect(f"{topic.url}#abstimmung")


def _topic_form(
    request: HttpRequest, slug: str, form: VoteForm, *, status: int = 200
) -> HttpResponse:
    context = {"topic": public_topic_or_404(slug), "form": form}
    return render(request, "participation/vote_form.html", context, status=status)


@require_http_methods(["GET", "POST"])
@limited("vote", by="person", rate="120/h")
def comment_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's one vote on a comment."""
    comment = get_object_or_404(Comment.objects.published().for_list(), pk=pk)
    if not comment.topic.live:
        raise Http404
    mine = Vote.objects.filter(comment=comment).by(request.user).first()
    posted = request.POST if request.method == "POST" else None
    form = CommentVoteForm(posted, initial={"value": mine.value if mine else None})
    context = {
        "topic": comment.topic,
        "comment": comment,
        "form": form,
        "my_vote": mine.value if mine else "",
    }
    if request.method == "GET":
        return render(request, "participation/vote_form.html", context)
    if not form.is_valid() or "value" not in request.POST:
        form.add_error("value", _("Wählen Sie eine der Möglichkeiten."))
        return render(request, "participation/vote_form.html", context, status=422)
    try:
        if form.cleaned_data["value"]:
            cast_comment_vote(comment, by=request.user, value=form.cleaned_data["value"])
        else:
            withdraw_comment_vote(comment, by=request.user)
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "participation/vote_form.html", context, status=409)
    return redirect(f"{_back(request, comment)}#beitrag-{comment.pk}")


def _back(request: HttpRequest, comment: Comment) -> str:
    """Where the vote was cast, if that is a page of ours; else the topic."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        return target.partition("#")[0]
    return comment.topic.url
