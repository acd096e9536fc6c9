"""Asking people who took part, and the desk's page about who that was."""

from __future__ import annotations

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.admin_frame import apart, frame
from gdb_portal.core.limits import limited
from gdb_portal.core.spreadsheets import csv_lines

from ..disclosure import SMALLEST_CELL
from ..evaluation.views import XLSX, topic_to_evaluate
from ..exceptions import ParticipationError
from ..views.topic import public_topic_or_404
from .enums import Use
from .forms import AnswerForm, UseForm
from .models import Questionnaire
from .reading import representation_of
from .rules import may_decide_to_ask, took_part
from .services import answer, decide_to_ask, has_answered
from .tables import COLUMNS, rows_of, write_xlsx


@require_http_methods(["GET", "POST"])
@limited("demographics", by="person", rate="20/h")
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """Three questions, each of which can be left out. What was answered can't be shown again."""
    topic = public_topic_or_404(slug)
    known = Questionnaire.objects.filter(topic=topic).exclude(use=Use.OFF).first()
    if known is None:
        raise Http404
    known.topic = topic
    form = AnswerForm(request.POST if request.method == "POST" else None)
    context = {
        "topic": topic,
        "form": form,
        "is_asking": known.is_asking,
        "took_part": took_part(request.user, topic),
        "has_answered": has_answered(topic, request.user),
        "enough": SMALLEST_CELL,
        "is_public": known.use == Use.PUBLIC,
    }
    if request.method == "GET":
        return render(request, "demographics/questions.html", context)
    if not form.is_valid():
        return render(request, "demographics/questions.html", context, status=422)
    try:
        counted = answer(topic, by=request.user, answers=form.cleaned_data)
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "demographics/questions.html", context, status=409)
    if counted:
        messages.success(request, _("Danke. Ihre Angaben sind gezählt, ohne Ihren Namen."))
    else:
        messages.info(request, _("Sie haben alles ausgelassen. Gezählt wurde nichts."))
    return redirect(topic.url)


@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Who took part in a topic, beside who lives in Berlin."""
    topic = topic_to_evaluate(request, slug)
    known = Questionnaire.objects.filter(topic=topic).first()
    use = known.use if known else Use.OFF
    context = {
        **frame(
            topic.title,
            "group",
            (_("Auswertung"), reverse("evaluation:topics")),
            (_("Beiträge"), reverse("evaluation:contributions", args=[topic.slug])),
        ),
        "topic": topic,
        "found": representation_of(topic),
        "enough": SMALLEST_CELL,
        "use": Use(use).label,
        "form": UseForm(initial={"use": use}) if may_decide_to_ask(request.user) else None,
    }
    return render(request, "demographics/desk.html", apart(context))


@require_POST
def decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, or do not; show, or do not."""
    topic = topic_to_evaluate(request, slug)
    if not may_decide_to_ask(request.user):
        raise PermissionDenied
    form = UseForm(request.POST)
    if form.is_valid():
        decide_to_ask(topic, form.cleaned_data["use"], by=request.user)
        messages.success(request, _("Gespeichert."))
    else:
        messages.error(request, _("Wählen Sie eine der Möglichkeiten."))
    return redirect("representation:desk", topic.slug)


@require_safe
def table_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The cells of the page as CSV."""
    topic = topic_to_evaluate(request, slug)
    lines = csv_lines(COLUMNS, rows_of(representation_of(topic)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}-beteiligte.csv"'
    return response


@require_safe
def table_xlsx(request: HttpRequest, slug: str) -> FileResponse:
    """The same as XLSX."""
    topic = topic_to_evaluate(request, slug)
    # Closed by the response when the last piece is sent.
    target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write_xlsx(target, representation_of(topic))
    target.seek(0)
    name = f"{topic.slug}-beteiligte.xlsx"
    return FileResponse(target, as_attachment=True, filename=name, content_type=XLSX)
