"""What became of a topic: page, report, open rows, and the form in which it is said."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.readings import counts_as
from gdb_portal.core.spreadsheets import csv_lines

from ..disclosure import SMALLEST_CELL
from ..enums import VoteValue
from ..exceptions import ParticipationError
from ..figures import (
    COLUMNS,
    assurance_rows,
    figure_rows,
    figures_of,
    most_points,
    open_rows,
    votes_by_assurance,
)
from ..forms.outcome import DecisionFormSet, OutcomeForm
from ..models import Outcome, ResultSnapshot, Topic
from ..poll_results import results_of
from ..report import result_pdf
from ..rules import may_publish_outcome
from ..services.comment import topic_tag
from ..services.outcome import publish_outcome
from .topic import is_outcome_overdue, public_topic_or_404, reader_of


def outcome_of(topic: Topic) -> Outcome | None:
    return Outcome.objects.filter(topic=topic).prefetch_related("decisions").first()


@login_not_required
@require_safe
def without_outcome(request: HttpRequest) -> HttpResponse:
    """Whoever promised an outcome and is late stands here, the longest waiting first."""
    depends_on(request, PARTICIPATION)
    today = timezone.localdate()
    midnight = timezone.make_aware(dt.datetime.combine(today + dt.timedelta(days=1), dt.time()))
    expires_at(request, midnight)
    topics = list(Topic.objects.without_outcome(today).for_list())
    rows = [(topic, (today - topic.outcome_due_on).days) for topic in topics]
    return render(request, "participation/without_outcome.html", {"rows": rows})


@login_not_required
@require_safe
def result(request: HttpRequest, slug: str) -> HttpResponse:
    """The commitment beside what happened, with every number that can be counted."""
    topic = public_topic_or_404(slug)
    counts_as(request, "result", topic.pk)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    figures = figures_of(topic)
    context = {
        "topic": topic,
        "outcome": getattr(topic, "outcome", None),
        "is_overdue": is_outcome_overdue(topic),
        "figures": figures,
        "figure_rows": figure_rows(figures),
        "assurance_columns": [_("Konto"), *VoteValue.labels],
        "assurance_rows": assurance_rows(votes_by_assurance(topic)),
        "pointed": most_points(topic),
        "polls": results_of(topic),
        "enough": SMALLEST_CELL,
        "snapshot": ResultSnapshot.objects.filter(topic=topic).order_by("-ended_at").first(),
        "may_write": may_publish_outcome(reader_of(request), topic),
    }
    return render(request, "participation/result.html", context)


@login_not_required
@require_safe
def result_report(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as a PDF."""
    topic = public_topic_or_404(slug)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    address = settings.BASE_URL + topic.url
    pdf = result_pdf(topic, outcome_of(topic), figures_of(topic), address=address)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{topic.slug}.pdf"'
    return response


@login_not_required
@require_safe
def export(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The rows behind the numbers: UTF-8, comma, one line per contribution, streamed."""
    topic = public_topic_or_404(slug)
    response = StreamingHttpResponse(
        csv_lines(COLUMNS, open_rows(topic)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}.csv"'
    return response


@require_http_methods(["GET", "POST"])
def outcome_write(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what became of the topic, or correct it."""
    topic = public_topic_or_404(slug)
    if not may_publish_outcome(request.user, topic):
        raise PermissionDenied
    outcome = outcome_of(topic)
    posted = request.POST if request.method == "POST" else None
    decisions = outcome.decisions.values("verdict", "text", "link") if outcome else []
    form = OutcomeForm(posted, initial={"text": outcome.text if outcome else ""})
    formset = DecisionFormSet(posted, initial=list(decisions), prefix="decisions")
    context = {"topic": topic, "outcome": outcome, "form": form, "formset": formset}
    if request.method == "GET":
        return render(request, "participation/outcome_form.html", context)
    if not (form.is_valid() and formset.is_valid()):
        return render(request, "participation/outcome_form.html", context, status=422)
    try:
        publish_outcome(
            topic, by=request.user, text=form.cleaned_data["text"], decisions=formset.decisions()
        )
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "participation/outcome_form.html", context, status=409)
    messages.success(request, _("Das Ergebnis ist veröffentlicht."))
    return redirect("participation:result", topic.slug)
