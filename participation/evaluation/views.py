"""The evaluation desk in the CMS."""

from __future__ import annotations

import tempfile
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gdb_portal.core.admin_frame import apart, frame
from gdb_portal.core.events import sentence_of
from gdb_portal.core.models import Event
from gdb_portal.core.spreadsheets import csv_lines
from gdb_portal.core.transitions import IllegalTransition

from ..exceptions import ParticipationError
from ..models import Comment, Topic
from .exceptions import ThemeChanged
from .forms import MergeForm, QuoteForm, SearchForm, SortForm, ThemeForm
from .models import Theme, ThemeSource
from .reading import MOST_ALIKE, Search
from .rules import may_evaluate, may_evaluate_something
from .services import (
    add_sources,
    change_theme,
    label_comments,
    merge_theme,
    publish_theme,
    quote_source,
    remove_source,
    take_back_theme,
    unlabel_comments,
    write_theme,
)
from .tables import COLUMNS, rows_of, write_xlsx

PAGE = 25
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def topic_to_evaluate(request: HttpRequest, slug: str) -> Topic:
    """The public topic, or 403 for whoever may not evaluate it."""
    topic = get_object_or_404(
        Topic.objects.public().select_related("administration").prefetch_related("phases"),
        slug=slug,
    )
    if not may_evaluate(request.user, topic):
        raise PermissionDenied
    return topic


def theme_to_evaluate(request: HttpRequest, pk: int) -> Theme:
    theme = get_object_or_404(Theme.objects.select_related("topic__administration"), pk=pk)
    if not may_evaluate(request.user, theme.topic):
        raise PermissionDenied
    return theme


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    """The topics that this person may evaluate, with how much is done."""
    if not may_evaluate_something(request.user):
        raise PermissionDenied
    rows = Topic.objects.public().select_related("administration")
    if not request.user.has_perm("participation.change_topic"):
        rows = rows.filter(administration__members__user=request.user)
    rows = rows.annotate(
        said=Count("comments", filter=Q(comments__status="published"), distinct=True),
        sorted=Count(
            "comments",
            filter=Q(comments__status="published", comments__theme_sources__isnull=False),
            distinct=True,
        ),
    ).order_by("-created_at", "-id")
    context = {
        **frame(_("Auswertung"), "list-ul"),
        "page": Paginator(rows, PAGE).get_page(request.GET.get("seite")),
    }
    return render(request, "evaluation/topics.html", context)


@require_safe
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic's contributions: looked for, chosen, sorted."""
    return _contributions(request, topic_to_evaluate(request, slug))


@require_POST
def sort(request: HttpRequest, slug: str) -> HttpResponse:
    """Give or take a label, or put the chosen contributions under a theme."""
    topic = topic_to_evaluate(request, slug)
    form = SortForm(topic, request.POST)
    chosen = [pk for pk in request.POST.getlist("beitrag") if pk.isascii() and pk.isdigit()]
    comments = list(Comment.objects.on(topic).published().filter(pk__in=chosen[:PAGE]))
    if not form.is_valid():
        return _contributions(request, topic, sort_form=form, status=422)
    label = " ".join(form.cleaned_data["label"].split())
    unlabel, theme = form.cleaned_data["unlabel"], form.cleaned_data["theme"]
    if not comments or not (label or unlabel or theme):
        messages.warning(request, _("Wählen Sie Beiträge und was mit ihnen geschehen soll."))
        return _back_to(request, topic)
    if label:
        label_comments(topic, label, comments, by=request.user)
    if unlabel:
        unlabel_comments(unlabel, comments, by=request.user)
    if theme:
        add_sources(theme, comments, by=request.user)
    told = ngettext("%(count)s Beitrag sortiert.", "%(count)s Beiträge sortiert.", len(comments))
    messages.success(request, told % {"count": len(comments)})
    return _back_to(request, topic)


@require_safe
def table_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """What is looked for as CSV, streamed."""
    topic = topic_to_evaluate(request, slug)
    rows = rows_of(topic, Search.from_query(request.GET))
    response = StreamingHttpResponse(
        csv_lines(COLUMNS, rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{topic.slug}-auswertung.csv"'
    return response


@require_safe
def table_xlsx(request: HttpRequest, slug: str) -> FileResponse:
    """The same as XLSX: written to a file of its own, sent piece by piece."""
    topic = topic_to_evaluate(request, slug)
    # Closed by the response when the last piece is sent.
    target = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    write_xlsx(target, topic, Search.from_query(request.GET))
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"{topic.slug}-auswertung.xlsx",
        content_type=XLSX,
    )


@require_http_methods(["GET", "POST"])
def theme_create(request: HttpRequest, slug: str) -> HttpResponse:
    topic = topic_to_evaluate(request, slug)
    form = ThemeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        theme = write_theme(topic, by=request.user, **form.cleaned_data)
        messages.success(request, _("Der Entwurf ist gespeichert. Ordnen Sie jetzt Beiträge zu."))
        return redirect("evaluation:theme", theme.pk)
    above = (topic.title, reverse("evaluation:contributions", args=[topic.slug]))
    context = {**frame(_("Neues Thema"), "list-ul", _start(), above), "form": form}
    return render(
        request, "evaluation/theme_create.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "POST"])
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """One theme with its sources and its history; posting changes its words."""
    theme = theme_to_evaluate(request, pk)
    if request.method == "GET":
        return _theme(request, theme)
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return _theme(request, theme, form=form, status=422)
    return _try(
        request,
        theme,
        lambda: change_theme(theme, by=request.user, **form.cleaned_data),
        _("Gespeichert. Jemand anderes muss es vor der Veröffentlichung lesen."),
    )


@require_POST
def theme_quote(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(ThemeSource.objects.select_related("comment"), pk=pk)
    theme = theme_to_evaluate(request, source.theme_id)
    form = QuoteForm(request.POST)
    if not form.is_valid():
        return _theme(request, theme, status=422)
    quote = form.cleaned_data["quote"]
    return _try(
        request,
        theme,
        lambda: quote_source(source, quote, by=request.user),
        _("Das Zitat ist gespeichert."),
    )


@require_POST
def theme_source_remove(request: HttpRequest, pk: int) -> HttpResponse:
    source = get_object_or_404(ThemeSource, pk=pk)
    theme = theme_to_evaluate(request, source.theme_id)
    return _try(
        request,
        theme,
        lambda: remove_source(source, by=request.user),
        _("Der Beitrag gehört nicht mehr zum Thema."),
    )


@require_POST
def theme_publish(request: HttpRequest, pk: int) -> HttpResponse:
    theme = theme_to_evaluate(request, pk)
    return _try(
        request,
        theme,
        lambda: publish_theme(theme, by=request.user),
        _("Das Thema steht jetzt beim Ergebnis, mit Ihrem Namen als prüfender Person."),
    )


@require_POST
def theme_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    theme = theme_to_evaluate(request, pk)
    return _try(
        request,
        theme,
        lambda: take_back_theme(theme, by=request.user),
        _("Das Thema ist wieder ein Entwurf."),
    )


@require_POST
def theme_merge(request: HttpRequest, pk: int) -> HttpResponse:
    theme = theme_to_evaluate(request, pk)
    form = MergeForm(theme, request.POST)
    if not form.is_valid():
        return _theme(request, theme, merge_form=form, status=422)
    into = form.cleaned_data["into"]
    return _try(
        request,
        into,
        lambda: merge_theme(theme, into, by=request.user),
        _("Zusammengeführt. Lesen Sie die Zusammenfassung noch einmal."),
    )


def _try(request: HttpRequest, theme: Theme, change: Any, told: str) -> HttpResponse:
    """Do it and say so, or say why it is not possible; either way to the theme."""
    try:
        change()
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
    except IllegalTransition:
        messages.error(request, str(ThemeChanged()))
    else:
        messages.success(request, told)
    return redirect("evaluation:theme", theme.pk)


def _start() -> tuple[str, str]:
    return _("Auswertung"), reverse("evaluation:topics")


def _back_to(request: HttpRequest, topic: Topic) -> HttpResponse:
    query = request.GET.urlencode()
    address = reverse("evaluation:contributions", args=[topic.slug])
    return redirect(f"{address}?{query}" if query else address)


def _contributions(
    request: HttpRequest, topic: Topic, *, sort_form: SortForm | None = None, status: int = 200
) -> HttpResponse:
    search = Search.from_query(request.GET)
    rows = search.of(topic)
    if search.like:
        rows = rows[:MOST_ALIKE]
    query = request.GET.copy()
    query.pop("seite", None)
    context = {
        **frame(topic.title, "list-ul", _start()),
        "topic": topic,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("seite")),
        "query": f"{query.urlencode()}&" if query else "",
        "search": search,
        "search_form": SearchForm(topic, search),
        "sort_form": sort_form or SortForm(topic),
        "themes": Theme.objects.of(topic).annotate(number=Count("sources")),
    }
    return render(request, "evaluation/contributions.html", apart(context), status=status)


def _theme(
    request: HttpRequest,
    theme: Theme,
    *,
    form: ThemeForm | None = None,
    merge_form: MergeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    topic = theme.topic
    above = (topic.title, reverse("evaluation:contributions", args=[topic.slug]))
    words = {"title": theme.title, "summary": theme.summary, "measure": theme.measure_id}
    events = Event.objects.filter(
        subject_type=theme._meta.label_lower, subject_id=str(theme.pk)
    ).select_related("by")
    context = {
        **frame(theme.title, "list-ul", _start(), above),
        "theme": theme,
        "form": form or ThemeForm(initial=words),
        "merge_form": merge_form or MergeForm(theme),
        "sources": theme.sources.select_related("comment__author"),
        "has_others": Theme.objects.of(topic).exclude(pk=theme.pk).exists(),
        "may_publish": theme.status == "draft" and theme.written_by_id != request.user.pk,
        "history": [(event, sentence_of(event)) for event in events.order_by("-id")[:50]],
    }
    return render(request, "evaluation/theme.html", apart(context), status=status)
