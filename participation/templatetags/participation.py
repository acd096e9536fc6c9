"""The one thing that lower apps' templates know of participation."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.prepared import Prepared, Slot
from strategy.models import Administration, Section, StrategyVersion

from ..enums import HouseRule
from ..models import Topic
from ..passages import (
    Passages,
    SectionMark,
    read_passages,
    section_marks,
    topics_on_strategy,
)

register = template.Library()


@register.inclusion_tag("participation/on_page.html", takes_context=True)
def participation(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """The topics of a page, open or closed, each with its counters. Reads only; two queries."""
    request: HttpRequest | None = context.get("request")
    topics = TOPICS.ask(key=page.translation_key) if page.pk else []
    if request is not None:
        depends_on(request, PARTICIPATION)
        for topic in topics:
            expires_at(request, topic.next_boundary())
    return {
        "topics": [(topic, topic.present_phase()) for topic in topics],
        "portal": context.get("portal"),
    }


@register.inclusion_tag("participation/administration_topics.html", takes_context=True)
def administration_topics(
    context: dict[str, Any], administration: Administration
) -> dict[str, Any]:
    """The topics for which an administration answers. Reads only; two queries."""
    request: HttpRequest | None = context.get("request")
    topics = list(_for_cards(Topic.objects.public().filter(administration=administration)))
    if request is not None:
        depends_on(request, PARTICIPATION)
        for topic in topics:
            expires_at(request, topic.next_boundary())
    return {"topics": [(topic, topic.present_phase()) for topic in topics]}


@register.inclusion_tag("participation/open_topics.html", takes_context=True)
def open_topics(context: dict[str, Any], limit: int = 3) -> dict[str, Any]:
    """What people can take part in now, for the start page."""
    request: HttpRequest | None = context.get("request")
    rows = []
    for topic in _for_cards(Topic.objects.public()).order_by("answer_until", "pk")[:50]:
        phase = topic.present_phase()
        if request is not None:
            expires_at(request, topic.next_boundary())
        if phase and phase.features:
            rows.append((topic, phase))
    if request is not None:
        depends_on(request, PARTICIPATION)
    return {"topics": rows[:limit], "portal": context.get("portal")}


@register.simple_tag(takes_context=True)
def passages(context: dict[str, Any], version: StrategyVersion) -> Passages:
    """What was said about a version's paragraphs. Reads only; at most seven queries."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, PARTICIPATION)
        for topic in topics_on_strategy().prefetch_related("phases"):
            expires_at(request, topic.next_boundary())
    return read_passages(version)


@register.simple_tag(name="section_marks", takes_context=True)
def section_marks_of_version_in_force(context: dict[str, Any]) -> dict[str, SectionMark]:
    """What was said about and voted on the sections of the strategy in force. One query."""
    request: HttpRequest | None = context.get("request")
    if request is not None:
        depends_on(request, PARTICIPATION)
    return section_marks()


@register.inclusion_tag("participation/section_mark.html")
def section_mark(marks: dict[str, SectionMark] | str, anchor: str) -> dict[str, Any]:
    """A line under a section's heading, where somebody said something or voted."""
    return {"mark": marks.get(anchor) if isinstance(marks, dict) else None}


@register.inclusion_tag("participation/passage_invitation.html")
def passage_invitation(passages: Passages) -> dict[str, Any]:
    return {"passages": passages}


@register.inclusion_tag("participation/passage_marker.html")
def passage_marker(passages: Passages | str, section: Section, place: str) -> dict[str, Any]:
    """The station at the end of a paragraph; `place` is the paragraph's id on the page."""
    if not isinstance(passages, Passages):
        return {}
    number = int(place.rpartition("--")[2])
    comment_url = ""
    if passages.topic is not None:
        parts = [passages.topic.slug, passages.version.number, section.anchor, number]
        comment_url = reverse("participation:passage-comment", args=parts)
    return {"said": passages.said(section.anchor, number), "comment_url": comment_url}


@register.inclusion_tag("participation/passage_notes.html")
def passage_notes(passages: Passages | str, section: Section) -> dict[str, Any]:
    """What was said about a section's paragraphs, for its margin."""
    if not isinstance(passages, Passages):
        return {}
    rows = passages.by_section.get(section.anchor, {})
    return {
        "rows": [rows[place] for place in sorted(rows) if rows[place].count],
        "section": section,
        "version": passages.version,
    }


@register.simple_tag
def house_rules() -> list[tuple[str, str]]:
    """(number, text) of the rules that moderators apply; the terms of use print the same list."""
    return [(rule.value, rule.label) for rule in HouseRule]


def _for_cards(topics: Any) -> Any:
    """Cards name an administration by its short name, so its names over time are not needed."""
    return topics.select_related("tally", "administration").prefetch_related("phases")


TOPICS = Prepared(
    lambda: _for_cards(Topic.objects.public().filter(page__translation_key=Slot("key")))
)
