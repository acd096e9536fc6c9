"""Kept wordings with places that the case fills in."""

from __future__ import annotations

import re
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format

from .models import Case

# Any other word in braces stays as it is, so that nothing typed can break.
PLACEHOLDERS: Final = ("pseudonym", "thema", "nummer", "verwaltung", "frist", "heute")


def fill_template(text: str, case: Case) -> str:
    """The wording for this case."""
    values = {
        "pseudonym": case.comment.author_name,
        "thema": case.comment.topic.title,
        "nummer": case.number,
        "verwaltung": case.administration.name,
        "frist": date_format(case.due_on, "j. F Y"),
        "heute": date_format(timezone.localdate(), "j. F Y"),
    }
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)
