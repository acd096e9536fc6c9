"""Reading topics."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.page_parts import PreparedWithParts
from gdb_portal.core.prepared import Slot
from gdb_portal.core.readings import counts_as
from strategy.models import Administration
from strategy.partial_dates import next_midnight

from ..enums import CommentOrder
from ..forms.comment import ChoiceForm, CommentForm
from ..models import Comment, OutsideRound, Poll, Topic
from ..rules import may_see
from ..services.comment import topic_tag
from ..thread import phase_steps, read_entry, read_thread
from ..thread_choice import Choice
from ..thread_entry import with_answers
from ..thread_order import SEEDS, cursor_before, orders_of


def reader_of(request: HttpRequest) -> Any:
    """The person, or nobody – without opening a session for readers who have none."""
    from django.conf import settings  # noqa: PLC0415  slow: settings are lazy

    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return AnonymousUser()
    return request.user


_public_topic = PreparedWithParts(
    lambda: (
        Topic.objects.public()
        .filter(slug=Slot("slug"))
        .select_related(
            "tally", "administration", "page", "outcome", "opinion_map", "questionnaire"
        )
    ),
    lambda: [Topic._meta.get_field("phases")],
    lambda: {"administration": [Administration._meta.get_field("names")]},
)


def public_topic_or_404(slug: str) -> Topic:
    """With its phases, its administration's names, its page and its outcome: one query."""
    found = _public_topic.ask(slug=slug)
    if not found:
        raise Http404
    return found[0]


def is_outcome_overdue(topic: Topic) -> bool:
    """Whether the outcome is owed since yesterday or longer; the page says so if there is none."""
    due = topic.outcome_due()
    return topic.is_over() and due is not None and due < timezone.localdate()


@login_not_required
@require_safe
def topic_list(request: HttpRequest) -> HttpResponse:
    """All topics: open ones first, then those to come, then closed ones."""
    depends_on(request, PARTICIPATION)
    now = timezone.now()
    open_now, coming, closed = [], [], []
    for topic in Topic.objects.public().for_list():
        phase = topic.present_phase(now)
        boundary = topic.next_boundary(now)
        expires_at(request, boundary)
        if phase and phase.features:
            open_now.append((topic, phase))
        elif boundary and phase is None and not any(p.ends_at <= now for p in topic.phases.all()):
            coming.append((topic, phase))
        else:
            closed.append((topic, phase))
    context = {
        "open_now": open_now,
        "coming": coming,
        "closed": closed,
        "outside_rounds": outside_rounds(request),
    }
    return render(request, "participation/topic_list.html", context)


def outside_rounds(request: HttpRequest) -> list[tuple[OutsideRound, Any, str]]:
    """Public rounds on the state's own platform, each with its state of today."""
    rounds = list(OutsideRound.objects.filter(live=True).select_related("page"))
    if rounds:
        expires_at(request, next_midnight())
    return [(one, *one.state()) for one in rounds]


@login_not_required
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic with a page of its thread."""
    topic = public_topic_or_404(slug)
    order, seed = request.GET.get("sortierung", ""), _seed_of(request)
    if order == CommentOrder.RANDOM and seed is None:
        return _shuffle(request, topic)
    counts_as(request, "topic", topic.pk)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    thread = read_thread(
        topic,
        reader_of(request),
        order=order,
        cursor=request.GET.get("nach", ""),
        choice=Choice.from_query(request.GET),
        seed=seed or 1,
    )
    context = {
        "topic": topic,
        "thread": thread,
        "orders": orders_of(topic),
        "choice_form": ChoiceForm(initial=thread.choice.as_query()),
        "steps": phase_steps(topic),
        "polls": polls_of(topic),
        "outcome": getattr(topic, "outcome", None),
        "is_overdue": is_outcome_overdue(topic),
        "form": CommentForm() if reader_of(request).is_authenticated else None,
    }
    return render(request, "participation/topic.html", context)


def polls_of(topic: Topic) -> list[Poll]:
    """The public polls of a topic with `question_count`; one query."""
    polls = list(Poll.objects.public().on(topic).annotate(question_count=Count("questions")))
    for poll in polls:
        poll.topic = topic
    return polls


def _seed_of(request: HttpRequest) -> int | None:
    text = request.GET.get("zufall", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    return number if 1 <= number <= SEEDS else None


def _shuffle(request: HttpRequest, topic: Topic) -> HttpResponse:
    """Each reader who asks for a random order gets their own, and keeps it by its address."""
    query = request.GET.copy()
    query["zufall"] = str(secrets.randbelow(SEEDS) + 1)
    response = redirect(f"{topic.url}?{query.urlencode()}#beitraege")
    response["Cache-Control"] = "no-store"
    return response


@login_not_required
@require_safe
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The permanent address of a comment: itself with all replies. A reply leads to its comment."""
    rows = with_answers(Comment.objects.select_related("reply_to"))
    comment = get_object_or_404(rows, pk=pk)
    comment.topic = get_object_or_404(
        Topic.objects.public().for_list().select_related("page"), pk=comment.topic_id
    )
    if comment.published_at is None and not may_see(reader_of(request), comment):
        raise Http404
    if comment.reply_to is not None:
        cursor = cursor_before(comment) if comment.published_at else ""
        page = f"?nach={cursor}" if cursor else ""
        return redirect(f"{comment.reply_to.url}{page}#beitrag-{comment.pk}")
    counts_as(request, "comment", comment.topic_id)
    depends_on(request, topic_tag(comment.topic_id))
    expires_at(request, comment.topic.next_boundary())
    thread = read_entry(comment, reader_of(request), cursor=request.GET.get("nach", ""))
    context = {"topic": comment.topic, "thread": thread, "entry": thread.entries[0]}
    return render(request, "participation/comment.html", context)


@login_not_required
@require_safe
def comment_history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a public comment said before; nothing of what was hidden or taken back."""
    comment = get_object_or_404(Comment.objects.published().select_related("author"), pk=pk)
    comment.topic = get_object_or_404(Topic.objects.public().for_list(), pk=comment.topic_id)
    depends_on(request, topic_tag(comment.topic_id))
    expires_at(request, comment.topic.next_boundary())
    revisions = list(comment.revisions.all())
    if not revisions:
        raise Http404
    context = {
        "topic": comment.topic,
        "comment": comment,
        "revisions": revisions,
        "shows_counts": comment.topic.shows_counts(),
    }
    return render(request, "participation/comment_history.html", context)


@login_not_required
@require_safe
def topic_of_page(request: HttpRequest, pk: int) -> HttpResponsePermanentRedirect:
    """A short address for print: /t/12/ leads to the topic."""
    topic = get_object_or_404(Topic.objects.public(), pk=pk)
    return HttpResponsePermanentRedirect(topic.url)
