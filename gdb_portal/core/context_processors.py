"""What every template may know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from .translator import is_offered


def portal(request: HttpRequest) -> dict[str, Any]:
    """`portal`: facts that cost no query and never touch the session."""
    return {
        "portal": {
            "name": settings.WAGTAIL_SITE_NAME,
            "demonstration": settings.GDB_DEMONSTRATION,
            "has_session": settings.SESSION_COOKIE_NAME in request.COOKIES,
            "base_url": settings.BASE_URL,
            "translates": is_offered(get_language() or ""),
        }
    }


def session_of_person(request: HttpRequest) -> dict[str, Any]:
    """`user` and `messages`, as Django's own processors, but silent for readers without a session.

    Touching either would add `Vary: Cookie` and keep the page out of the public cache.
    """
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and not _has_new_session(request):
        return {"messages": []}
    from django.contrib.auth.context_processors import auth  # noqa: PLC0415  app ready
    from django.contrib.messages.context_processors import messages  # noqa: PLC0415  app ready

    return {**auth(request), **messages(request)}


def _has_new_session(request: HttpRequest) -> bool:
    # Signing in and showing a page can happen in one request; a lazily loaded session that nobody
    # opened yet must stay closed.
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed)
