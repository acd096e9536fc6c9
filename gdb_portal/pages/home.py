"""What the start page shows from the rest of the portal."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from pilots.models import Pilot
from strategy.models import FieldOfAction, GuidingIdea

from .models import HomePage, NewsPage

NEWEST = 3


def home_overview(home: HomePage) -> dict[str, Any]:
    """Fields by group, guiding ideas, pilots, newest news, in the page's own language."""
    here = {"locale_id": home.locale_id}
    fields = (
        FieldOfAction.objects.live()
        .filter(**here)
        .select_related("group")
        .defer("sections")
        .order_by("group__sort_order", "path")
    )
    groups = [
        {"group": group, "fields": list(members)}
        for group, members in groupby(fields, key=lambda field: field.group)
    ]
    pilots = Pilot.objects.live().filter(**here).defer("sections").with_names().order_by("path")
    news = NewsPage.objects.live().filter(**here).defer("sections").order_by("-dated_on", "-path")
    return {
        "groups": groups,
        "ideas": list(GuidingIdea.objects.live().filter(**here).defer("sections").order_by("path")),
        "pilots": list(pilots),
        "news": list(news[:NEWEST]),
    }
