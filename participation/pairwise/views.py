"""Comparisons for everybody: reading one, answering pair by pair, and what came out."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.limits import limited
from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.spreadsheets import csv_lines

from ..disclosure import SMALLEST_CELL
from ..exceptions import ParticipationError
from ..models import Topic
from ..services.comment import topic_tag
from ..views.topic import public_topic_or_404
from . import limits
from .forms import WITHDRAW, PairForm
from .models import Comparison, ComparisonSheet, Ranking
from .open_table import COLUMNS, open_rows
from .reading import OwnPair, next_open, own_pairs, results_of
from .services.answering import answer_pair, withdraw_pair, withdraw_sheet


def _comparison_or_404(topic: Topic, pk: int) -> Comparison:
    rows = Comparison.objects.public().on(topic).prefetch_related("items__comment")
    comparison = get_object_or_404(rows, pk=pk)
    comparison.topic = topic
    return comparison


@login_not_required
@require_safe
def comparison(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The question and its items, for everybody to read, with the ranking if that is shown."""
    topic = public_topic_or_404(slug)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    comparison = _comparison_or_404(topic, pk)
    context = {
        "topic": topic,
        "comparison": comparison,
        "items": list(comparison.items.all()),
        "result": next(iter(results_of(topic, pk))),
        "enough": SMALLEST_CELL,
    }
    return render(request, "pairwise/comparison.html", context)


@require_http_methods(["GET", "POST"])
@limited("pairs", by="person", rate="600/h")
def compare(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One pair: the next one that waits for an answer, or the one that the address names."""
    topic = public_topic_or_404(slug)
    comparison = _comparison_or_404(topic, pk)
    pairs = _pairs_of(request, comparison)
    asked = _asked(request, pairs)
    if asked is None:
        return redirect("pairwise:own", slug, pk)
    changes = "nr" in request.GET
    posted = request.POST if request.method == "POST" else None
    form = PairForm(asked, comparison.fingerprint(), posted)
    if request.method == "GET":
        return _pair(request, comparison, asked, pairs)
    if not form.is_valid():
        refusal = _("Wählen Sie eine der Möglichkeiten.")
        return _pair(request, comparison, asked, pairs, refusal=refusal, status=422)
    said = form.cleaned_data["preference"]
    try:
        if said == WITHDRAW:
            withdraw_pair(comparison, by=request.user, pair=form.named_pair())
        else:
            answer_pair(
                comparison,
                by=request.user,
                pair=form.named_pair(),
                preference=said,
                read=form.cleaned_data["read"],
            )
    except ParticipationError as refused:
        return _pair(request, comparison, asked, pairs, refusal=str(refused), status=409)
    if not changes:
        return redirect("pairwise:compare", slug, pk)
    if said == WITHDRAW:
        messages.success(request, _("Ihre Antwort ist zurückgezogen."))
    else:
        messages.success(request, _("Ihre Antwort ist gespeichert."))
    return redirect("pairwise:own", slug, pk)


def _pair(
    request: HttpRequest,
    comparison: Comparison,
    asked: OwnPair,
    pairs: list[OwnPair],
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    answered = sum(1 for pair in pairs if pair.preference)
    context = {
        "topic": comparison.topic,
        "comparison": comparison,
        # Unbound: what is shown now is what the next sending is about.
        "form": PairForm(asked, comparison.fingerprint()),
        "asked": asked,
        "total": len(pairs),
        "answered": answered,
        "changes": "nr" in request.GET,
        # The last one leads to another page.
        "swaps": "nr" not in request.GET and len(pairs) - answered > 1,
        "refusal": refusal,
    }
    return render(request, "pairwise/pair.html", context, status=status)


@require_http_methods(["GET", "POST"])
@limited("pairs", by="person", rate="600/h")
def own(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """All that a person said: to read, to change, to take back."""
    topic = public_topic_or_404(slug)
    comparison = _comparison_or_404(topic, pk)
    refusal = ""
    if request.method == "POST":
        try:
            withdraw_sheet(comparison, by=request.user)
        except ParticipationError as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("Ihre Antworten sind zurückgezogen."))
            return redirect(comparison.url)
    pairs = _pairs_of(request, comparison)
    context = {
        "topic": topic,
        "comparison": comparison,
        "pairs": pairs,
        "answered": sum(1 for pair in pairs if pair.preference),
        "next": next_open(pairs),
        "refusal": refusal,
    }
    return render(request, "pairwise/own.html", context, status=409 if refusal else 200)


@login_not_required
@require_safe
def open_table(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """All comparisons of a topic: UTF-8, comma, one line per pair, streamed."""
    topic = public_topic_or_404(slug)
    response = StreamingHttpResponse(
        csv_lines(COLUMNS, open_rows(topic)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}-paarvergleiche.csv"'
    return response


@login_not_required
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How rankings are made and what they cannot say, and the comparisons that have one."""
    depends_on(request, PARTICIPATION)
    rankings = Ranking.objects.filter(comparison__live=True, comparison__topic__live=True)
    shown = []
    for ranking in (
        rankings.select_related("comparison__topic")
        .prefetch_related("comparison__topic__phases")
        .order_by("-made_at", "pk")
    ):
        expires_at(request, ranking.comparison.topic.next_boundary())
        if ranking.comparison.topic.shows_counts():
            shown.append(ranking)
    context = {"limits": limits, "rankings": shown, "enough": SMALLEST_CELL}
    return render(request, "pairwise/method.html", context)


def _pairs_of(request: HttpRequest, comparison: Comparison) -> list[OwnPair]:
    sheet = ComparisonSheet.objects.filter(comparison=comparison, person=request.user).first()
    return own_pairs(comparison, sheet, request.user)


def _asked(request: HttpRequest, pairs: list[OwnPair]) -> OwnPair | None:
    """The pair that was sent, or that the address names; else the next one without an answer.

    Raises Http404 where the address names one that the person is not asked.
    """
    named = request.GET.get("nr", "")
    if named:
        number = int(named) if named.isascii() and named.isdigit() and len(named) < 4 else 0
        if not 1 <= number <= len(pairs):
            raise Http404
        return pairs[number - 1]
    sent = request.POST.get("pair", "")
    for pair in pairs:
        if sent in {f"{pair.first.pk}-{pair.second.pk}", f"{pair.second.pk}-{pair.first.pk}"}:
            return pair
    return next_open(pairs) or (pairs[-1] if request.method == "POST" and pairs else None)
