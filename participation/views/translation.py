"""One contribution in the reader's language, on the reader's wish."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from gdb_portal.core.limits import limited
from gdb_portal.core.translator import (
    TranslatorUnavailable,
    is_offered,
    known_translations,
    translate,
)

from ..models import Comment, Topic
from ..thread import Entry, with_answers


@login_not_required
@require_http_methods(["GET", "POST"])
@limited("translation", by="network", rate="60/h")
def comment_translation(request: HttpRequest, pk: int) -> HttpResponse:
    """A public contribution and its answer, translated by a machine, beside the original.

    Reading asks nobody: the text goes to the service only when somebody presses the button. 503
    when the service gives nothing; the original stands there all the same.
    """
    language = get_language() or ""
    if not is_offered(language):
        raise Http404
    comment = get_object_or_404(with_answers(Comment.objects.published()), pk=pk)
    topic = get_object_or_404(Topic.objects.public().for_list(), pk=comment.topic_id)
    entry = Entry(comment)
    texts = [comment.text, *([entry.answer.text] if entry.answer else [])]
    context = {"topic": topic, "comment": comment, "answer": entry.answer}
    try:
        wanted = translate if request.method == "POST" else known_translations
        context["translations"] = wanted(texts, to=language)
    except TranslatorUnavailable:
        context["is_unavailable"] = True
        return render(request, "participation/comment_translation.html", context, status=503)
    return render(request, "participation/comment_translation.html", context)
