"""The one thing that lower apps' templates know of participation."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from gdb_portal.core.page_cache import PARTICIPATION, depends_on, expires_at
from gdb_portal.core.page_parts import PreparedWithParts
from gdb_portal.core.prepared import Slot
from strategy.models import Administration, Measure, Section, TextVersion
from strategy.section_texts import SectionText

from ..enums import HouseRule
from ..models import Topic
from ..passages import (
    Passages,
    SectionMark,
    passages_of_page,
    read_passages,
    section_marks,
    topics_about,
    with_newest_text,
)
from ..stations import with_stations

register = template.Library()


@register.inclusion_tag("participation/on_page.html", takes_context=True)
def participation(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """The topics of a page, open or closed, each with its counters. Reads only; one query."""
    request: HttpRequest | None = context.get("request")
    topics = _topics_on(page)
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
def passages(context: dict[str, Any], version: TextVersion) -> Passages:
    """What was said about a version's paragraphs. Reads only; at most four queries."""
    request: HttpRequest | None = context.get("request")
    topics = list(topics_about(version).prefetch_related("phases"))
    if request is not None:
        depends_on(request, PARTICIPATION)
        for topic in topics:
            expires_at(request, topic.next_boundary())
    return read_passages(version, topics)


@register.simple_tag
def passages_on(page: Measure) -> Passages | None:
    """What was said about the paragraphs of a measure as it is now, and where one can say more.

    None for translations, drafts, and pages about which nobody is asked: these cost no query that
    `participation` does not need itself. Else one; when it expires, that tag says.
    """
    is_german = page.locale.language_code == settings.LANGUAGE_CODE
    topics = _topics_on(page)
    return passages_of_page(page, topics) if is_german and topics else None


@register.simple_block_tag
def stations(content: SafeString, said: Passages | str | None, anchor: str) -> SafeString:
    """A section's HTML with the stations of its paragraphs; as it is where nobody is asked."""
    section = said.sections.get(anchor) if isinstance(said, Passages) else None
    if not isinstance(said, Passages) or section is None:
        return content

    def station(place: str) -> str:
        return render_to_string(
            "participation/passage_marker.html", passage_marker(said, section, place)
        )

    # What was rendered safely stays so: only ids and rendered stations are added.
    return mark_safe(with_stations(content, section.content, anchor, station))  # noqa: S308


@register.inclusion_tag("participation/passage_notes.html")
def page_notes(said: Passages | str | None, anchor: str) -> dict[str, Any]:
    """What was said about the paragraphs of a page's section, for its margin."""
    if not isinstance(said, Passages) or anchor not in said.sections:
        return {}
    return passage_notes(said, said.sections[anchor])


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
def passage_marker(
    passages: Passages | str, section: Section | SectionText, place: str
) -> dict[str, Any]:
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
def passage_notes(passages: Passages | str, section: Section | SectionText) -> dict[str, Any]:
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


def _topics_on(page: Page) -> list[Topic]:
    """The public topics of a page; asked once, however many tags of its template want them."""
    if not page.pk:
        return []
    if not hasattr(page, "public_topics"):
        page.public_topics = TOPICS.ask(key=page.translation_key)
    found: list[Topic] = page.public_topics
    return found


def _for_cards(topics: Any) -> Any:
    """Cards name an administration by its short name, so its names over time are not needed."""
    return topics.select_related("tally", "administration").prefetch_related("phases")


TOPICS = PreparedWithParts(
    lambda: (
        with_newest_text(Topic.objects.public())
        .filter(page__translation_key=Slot("key"))
        .select_related("tally", "administration")
    ),
    lambda: [Topic._meta.get_field("phases")],
)
