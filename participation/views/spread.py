"""A topic outside its page: as a poster on a wall, and as a window in somebody else's site."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from gdb_portal.core.page_cache import depends_on, expires_at

from ..poster import poster_pdf
from ..services.comment import topic_tag
from .topic import public_topic_or_404

# The only answer of the portal that may stand in a frame: it has no form, no script and nobody's
# session, so there is nothing on it that a click could be stolen for.
EMBED_POLICY = {
    "frame-ancestors": ["*"],
    "script-src": ["'none'"],
    "form-action": ["'none'"],
    "connect-src": ["'none'"],
}


@login_not_required
@require_safe
def topic_poster(request: HttpRequest, slug: str) -> HttpResponse:
    """To be printed and hung up, by everybody."""
    topic = public_topic_or_404(slug)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    response = HttpResponse(poster_pdf(topic), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="aushang-{topic.slug}.pdf"'
    return response


@login_not_required
@require_safe
@xframe_options_exempt
@csp_replace(EMBED_POLICY)
def topic_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody, signed in or not; every link opens the portal itself."""
    topic = public_topic_or_404(slug)
    depends_on(request, topic_tag(topic.pk))
    expires_at(request, topic.next_boundary())
    context = {"topic": topic, "phase": topic.present_phase()}
    response = render(request, "participation/topic_embed.html", context)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
