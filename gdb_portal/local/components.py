"""`/_components/`: every component with examples. On this machine and in tests only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .component_examples import examples

DIRECTORY: Final = Path(settings.BASE_DIR) / "templates" / "components"
HEADING_COMMENT: Final = re.compile(r"{% comment %}(.*?){% endcomment %}", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A component with its heading comment and its examples as HTML."""

    name: str
    parameters: str
    examples: list[tuple[str, SafeString]]


def shown_components() -> list[Shown]:
    return [
        Shown(
            name,
            _heading_comment(name),
            [(e.title, render_to_string(f"components/{name}.html", e.context)) for e in states],
        )
        for name, states in sorted(examples().items())
    ]


@login_not_required
@require_safe
@never_cache
def components(request: HttpRequest) -> HttpResponse:
    return render(request, "components_page.html", {"components": shown_components()})


def _heading_comment(name: str) -> str:
    match = HEADING_COMMENT.search((DIRECTORY / f"{name}.html").read_text())
    return match[1].strip() if match else ""
