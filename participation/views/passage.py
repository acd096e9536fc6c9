"""Passages of frozen texts: what was said about a paragraph, and saying something about it."""

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
from strategy.models import PageVersion, Section, StrategyVersion, TextVersion

from ..enums import Feature
from ..exceptions import ParticipationError
from ..forms.comment import CommentVoteForm
from ..models import PassageVote, Topic
from ..models.anchor import passage_url
from ..passages import (
    Selected,
    notes_on,
    notes_without_place,
    open_topic_for,
    selected,
    takes_remarks,
    text_of_topic,
    topics_about,
    votes_in,
)
from ..services.passage_vote import vote_on_passage, voted_passage
from .comment import create_comment
from .topic import public_topic_or_404

PAGE = 20


@login_not_required
@require_safe
def passage(request: HttpRequest, number: int, section: str, place: int) -> HttpResponse:
    """One paragraph of the strategy with everything that was said about it in whatever version."""
    return _passage(request, _version_or_404(number), section, place)


@login_not_required
@require_safe
def page_passage(
    request: HttpRequest, parent: str, slug: str, number: int, section: str, place: int
) -> HttpResponse:
    """The same for a paragraph of a measure or pilot."""
    return _passage(request, _page_version_or_404(parent, slug, number), section, place)


def _passage(request: HttpRequest, version: TextVersion, section: str, place: int) -> HttpResponse:
    chosen = _selected_or_404(request, version, section, place)
    depends_on(request, PARTICIPATION)
    for known in topics_about(version).prefetch_related("phases"):
        expires_at(request, known.next_boundary())
    context = {
        "version": version,
        "passage": chosen,
        "topic": open_topic_for(version),
        "vote_topic": open_topic_for(version, Feature.VOTE),
        "votes": votes_in(version, chosen.section, place).get((section, place)),
        "page": Paginator(notes_on(chosen.section, place), PAGE).get_page(request.GET.get("seite")),
    }
    return render(request, "participation/passage.html", context)


@login_not_required
@require_safe
def without_place(request: HttpRequest, number: int) -> HttpResponse:
    """What was said about words that this version of the strategy no longer has."""
    return _without_place(request, _version_or_404(number))


@login_not_required
@require_safe
def page_without_place(request: HttpRequest, parent: str, slug: str, number: int) -> HttpResponse:
    """The same for a measure or pilot."""
    return _without_place(request, _page_version_or_404(parent, slug, number))


def _without_place(request: HttpRequest, version: TextVersion) -> HttpResponse:
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
    return create_comment(
        request, topic, None, passage=_open_or_404(request, topic, number, section, place)
    )


@require_http_methods(["GET", "POST"])
@limited("vote", by="person", rate="120/h")
def passage_vote(
    request: HttpRequest, slug: str, number: int, section: str, place: int
) -> HttpResponse:
    """A person's one vote on a paragraph."""
    topic = public_topic_or_404(slug)
    chosen = _open_or_404(request, topic, number, section, place)
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
    return redirect(passage_url(chosen.section.text, section, place))


def _my_vote(request: HttpRequest, topic: Topic, chosen: Selected) -> str:
    passage = voted_passage(topic, chosen.section, chosen.place)
    vote = PassageVote.objects.filter(passage=passage, voter=request.user).first()
    return vote.value if passage is not None and vote is not None else ""


def _version_or_404(number: int) -> StrategyVersion:
    return get_object_or_404(StrategyVersion.objects.released(), number=number)


def _page_version_or_404(parent: str, slug: str, number: int) -> PageVersion:
    return get_object_or_404(PageVersion.objects.at(parent, slug), number=number)


def _open_or_404(
    request: HttpRequest, topic: Topic, number: int, section: str, place: int
) -> Selected:
    """A paragraph of the text that the topic is about, as long as remarks on it are taken."""
    text = text_of_topic(topic, number)
    if text is None or not takes_remarks(text):
        raise Http404
    return _selected_or_404(request, text, section, place)


def _selected_or_404(
    request: HttpRequest, version: TextVersion, anchor: str, place: int
) -> Selected:
    rows = Section.objects.of(version).with_text().defer("body")
    chosen = selected(get_object_or_404(rows, anchor=anchor), place, request.GET)
    if chosen is None:
        raise Http404
    return chosen
