"""Polls: reading one, answering it, and its numbers as open rows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gdb_portal.core.admin_frame import frame
from gdb_portal.core.limits import limited
from gdb_portal.core.page_cache import depends_on, expires_at
from gdb_portal.core.readings import counts_as
from gdb_portal.core.spreadsheets import csv_lines

from ..disclosure import SMALLEST_CELL, are_enough
from ..exceptions import ParticipationError, PollChanged
from ..forms.poll import PollAnswerForm
from ..models import Poll, PollSheet, Topic
from ..poll_results import COLUMNS, open_rows, results_of, sheet_columns, sheet_rows
from ..rules import may_read_sheets
from ..services.comment import topic_tag
from ..services.poll import answer_poll, withdraw_sheet
from .topic import public_topic_or_404


def _poll_or_404(topic: Topic, pk: int) -> Poll:
    rows = Poll.objects.public().on(topic).prefetch_related("questions")
    poll = get_object_or_404(rows, pk=pk)
    poll.topic = topic
    return poll


@login_not_required
@require_safe
def poll(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The questions, for everybody to read, with what was answered so far if that is shown."""
    topic = public_topic_or_404(slug)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    poll = _poll_or_404(topic, pk)
    counts_as(request, "poll", topic.pk)
    result = next(found for found in results_of(topic) if found.poll.pk == poll.pk)
    context = {
        "topic": topic,
        "poll": poll,
        "questions": list(poll.questions.all()),
        "result": result,
        "enough": SMALLEST_CELL,
    }
    return render(request, "participation/poll.html", context)


@require_http_methods(["GET", "POST"])
@limited("poll", by="person", rate="60/h")
def poll_answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A person's one sheet: filled in, changed, taken back."""
    topic = public_topic_or_404(slug)
    poll = _poll_or_404(topic, pk)
    mine = PollSheet.objects.filter(poll=poll, person=request.user).first()
    form = PollAnswerForm(poll, mine, request.POST if request.method == "POST" else None)
    context = {"topic": topic, "poll": poll, "form": form, "has_answered": mine is not None}
    if request.method == "GET":
        return render(request, "participation/poll_form.html", context)
    try:
        if "withdraw" in request.POST:
            withdraw_sheet(poll, by=request.user)
            messages.success(request, _("Ihre Antworten sind zurückgezogen."))
            return redirect(poll.url)
        if not form.is_valid():
            return render(request, "participation/poll_form.html", context, status=422)
        answer_poll(poll, by=request.user, answers=form.answers(), read=form.cleaned_data["read"])
    except ParticipationError as refusal:
        if isinstance(refusal, PollChanged):
            form.read_again(poll)
        form.add_error(None, str(refusal))
        return render(request, "participation/poll_form.html", context, status=409)
    messages.success(
        request, _("Danke. Sie können Ihre Antworten ändern, solange die Umfrage läuft.")
    )
    return redirect(poll.url)


@login_not_required
@require_safe
def polls_export(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """All polls of a topic: UTF-8, comma, one line per possible answer."""
    topic = public_topic_or_404(slug)
    response = StreamingHttpResponse(
        csv_lines(COLUMNS, open_rows(topic)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}-umfragen.csv"'
    return response


@require_safe
def sheets_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Every sheet without its person, for those who evaluate; nothing while they are too few."""
    if not may_read_sheets(request.user):
        raise PermissionDenied
    poll = get_object_or_404(Poll.objects.prefetch_related("questions"), pk=pk)
    if not are_enough(poll.sheets.count()):
        above = (_("Umfragen"), reverse(f"{Poll.snippet_viewset.url_namespace}:list"))
        context = {**frame(poll.title, "tasks", above), "enough": SMALLEST_CELL}
        return render(request, "participation/sheets_too_few.html", context)
    response = StreamingHttpResponse(
        csv_lines(sheet_columns(poll), sheet_rows(poll)), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="umfrage-{poll.pk}-boegen.csv"'
    return response
