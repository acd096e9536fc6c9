"""The published themes in a topic's report."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from ..models import Topic
from .reading import published_themes


def themes_section(topic: Topic) -> dict[str, Any] | None:
    """Title and (heading, text) of each theme; nothing without themes."""
    themes = published_themes(topic)
    if not themes:
        return None
    rows = []
    for theme in themes:
        quotes = [f"„{one.shown_quote}“" for one in theme.shown_sources if one.shown_quote]
        number = _("Gestützt auf %(number)s öffentliche Beiträge.") % {
            "number": len(theme.shown_sources)
        }
        measure = [_("Maßnahme: %(title)s") % {"title": theme.measure}] if theme.measure else []
        rows.append([theme.title, "\n\n".join([theme.summary, *quotes, number, *measure])])
    return {"title": _("Worum es in den Beiträgen ging"), "rows": rows}
