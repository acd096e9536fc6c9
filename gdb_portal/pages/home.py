"""What the start page shows from the rest of the portal."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings

from pilots.models import Pilot
from strategy.models import FieldOfAction, GuidingIdea, Measure

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
    first_level = home.get_children().live().order_by("path")
    return {
        # By address, as template variables: "leichte_sprache".
        "index_pages": {page.slug.replace("-", "_"): page for page in first_level},
        "groups": groups,
        "ideas": list(GuidingIdea.objects.live().filter(**here).defer("sections").order_by("path")),
        "pilots": list(pilots),
        "news": list(news[:NEWEST]),
        "measure_count": Measure.objects.live().in_source_language().count(),
        "is_source_language": home.locale.language_code == settings.LANGUAGE_CODE,
    }
