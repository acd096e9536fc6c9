"""Passages of the strategy: what was said about a paragraph, and saying something about it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.limits import limited
from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from strategy.models import Section, StrategyVersion

from ..enums import Feature
from ..exceptions import ParticipationError
from ..forms.comment import CommentVoteForm
from ..models import PassageVote, Topic
from ..models.anchor import passage_url
from ..passages import (
    OPEN_VERSIONS,
    Selected,
    notes_on,
    notes_without_place,
    open_topic_for,
    selected,
    topics_on_strategy,
    votes_in,
)
from ..services.passage_vote import vote_on_passage, voted_passage
from .comment import create_comment
from .topic import public_topic_or_404

PAGE = 20


@login_not_required
@require_safe
def passage(request: HttpRequest, number: int, section: str, place: int) -> HttpResponse:
    """One paragraph with everything that was said about it, in whatever version."""
    chosen = _selected_or_404(request, number, section, place)
    version = chosen.section.version
    topic = open_topic_for(version)
    depends_on(request, PARTICIPATION)
    for known in topics_on_strategy().prefetch_related("phases"):
        expires_at(request, known.next_boundary())
    context = {
        "version": version,
        "passage": chosen,
        "topic": topic,
        "vote_topic": open_topic_for(version, Feature.VOTE),
        "votes": votes_in(version, chosen.section, place).get((section, place)),
        "page": Paginator(notes_on(chosen.section, place), PAGE).get_page(request.GET.get("seite")),
    }
    return render(request, "participation/passage.html", context)


@login_not_required
@require_safe
def without_place(request: HttpRequest, number: int) -> HttpResponse:
    """What was said about words that this version no longer has."""
    version = get_object_or_404(StrategyVersion.objects.released(), number=number)
    depends_on(request, PARTICIPATION)
    page = Paginator(notes_without_place(version), PAGE).get_page(request.GET.get("seite"))
    return render(request, "participation/passage_lost.html", {"version": version, "page": page})


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("comment", by="person", rate="20/h")
def passage_comment(
    request: HttpRequest, slug: str, number: int, section: str, place: int
) -> HttpResponse:
    """The form for a contribution about a paragraph or about the words chosen in it."""
    topic = public_topic_or_404(slug)
    chosen = _selected_or_404(request, number, section, place)
    if not topics_on_strategy().filter(pk=topic.pk).exists():
        raise Http404
    if chosen.section.version.status not in OPEN_VERSIONS:
        raise Http404
    return create_comment(request, topic, None, passage=chosen)


@require_http_methods(["GET", "POST"])
@limited("vote", by="person", rate="120/h")
def passage_vote(
    request: HttpRequest, slug: str, number: int, section: str, place: int
) -> HttpResponse:
    """A person's one vote on a paragraph."""
    topic = public_topic_or_404(slug)
    chosen = _selected_or_404(request, number, section, place)
    if not topics_on_strategy().filter(pk=topic.pk).exists():
        raise Http404
    if chosen.section.version.status not in OPEN_VERSIONS:
        raise Http404
    mine = _my_vote(request, topic, chosen)
    posted = request.POST if request.method == "POST" else None
    form = CommentVoteForm(posted, initial={"value": mine})
    context = {"topic": topic, "passage": chosen, "form": form}
    if request.method == "GET":
        return render(request, "participation/passage_vote.html", context)
    if not form.is_valid() or "value" not in request.POST:
        form.add_error("value", _("Wählen Sie eine der Möglichkeiten."))
        return render(request, "participation/passage_vote.html", context, status=422)
    value = form.cleaned_data["value"]
    try:
        vote_on_passage(topic, chosen.section, place, by=request.user, value=value)
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "participation/passage_vote.html", context, status=409)
    counted, gone = _("Ihre Stimme ist gezählt."), _("Ihre Stimme ist zurückgezogen.")
    messages.success(request, counted if value else gone)
    return redirect(passage_url(number, section, place))


def _my_vote(request: HttpRequest, topic: Topic, chosen: Selected) -> str:
    passage = voted_passage(topic, chosen.section, chosen.place)
    vote = PassageVote.objects.filter(passage=passage, voter=request.user).first()
    return vote.value if passage is not None and vote is not None else ""


def _selected_or_404(request: HttpRequest, number: int, anchor: str, place: int) -> Selected:
    rows = Section.objects.filter(version__released_at__isnull=False).select_related("version")
    section = get_object_or_404(rows.defer("body"), version__number=number, anchor=anchor)
    chosen = selected(section, place, request.GET)
    if chosen is None:
        raise Http404
    return chosen
