"""Spreading points over contributions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gdb_portal.core.limits import limited

from ..exceptions import ParticipationError
from ..forms.points import PointsForm
from ..models import Comment, PointAllocation
from ..services.points import allocate_points
from .topic import public_topic_or_404

# As many as a person can weigh against each other; those that others back come first.
OFFERED = 40


@require_http_methods(["GET", "POST"])
@limited("points", by="person", rate="60/h")
def topic_points(request: HttpRequest, slug: str) -> HttpResponse:
    """A person's points on a topic: given, moved, taken back."""
    topic = public_topic_or_404(slug)
    if not topic.points_budget:
        raise Http404
    mine = dict(
        PointAllocation.objects.filter(topic=topic, person=request.user).values_list(
            "comment_id", "points"
        )
    )
    order = ["-agree_count", "pk"] if topic.shows_counts() else ["pk"]
    rows = Comment.objects.on(topic).top_level().published().select_related("author")
    comments = list(rows.filter(pk__in=mine))
    comments += list(rows.exclude(pk__in=mine).order_by(*order)[:OFFERED])
    form = PointsForm(topic, comments, mine, request.POST if request.method == "POST" else None)
    context = {"topic": topic, "form": form, "given": sum(mine.values())}
    if request.method == "GET":
        return render(request, "participation/points_form.html", context)
    if not form.is_valid():
        return render(request, "participation/points_form.html", context, status=422)
    try:
        allocate_points(topic, by=request.user, points=form.points())
    except ParticipationError as refusal:
        form.add_error(None, str(refusal))
        return render(request, "participation/points_form.html", context, status=409)
    messages.success(request, _("Ihre Punkte sind verteilt. Sie können sie jederzeit verschieben."))
    return redirect(topic.url)
