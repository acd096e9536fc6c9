"""What waits for somebody, on the CMS' first page. Every app may add to it by a hook of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

# Functions `(request) -> list[Waiting]`, each answering for the rights of its own app.
HOOK = "waiting_for_person"


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many of something wait for this person, there. `late`: a promise is broken or about to."""

    label: Any
    count: int
    url: str
    icon: str = "tasks"
    hint: Any = ""
    late: bool = False
    order: int = 100


class WaitingPanel(Component):
    """All that waits for the reader, urgent things first; says so when nothing does."""

    name = "waiting"
    template_name = "core/admin/waiting.html"
    order = 10

    def __init__(self, request: HttpRequest) -> None:
        found = [item for ask in hooks.get_hooks(HOOK) for item in ask(request)]
        self.items = sorted(found, key=lambda item: (item.order, str(item.label)))

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "waiting": [item for item in self.items if item.count],
            "calm": [item for item in self.items if not item.count],
        }
