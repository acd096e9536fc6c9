"""The contributions of a topic with labels and themes, as a table file row by row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.conf import settings
from django.utils import timezone

from gdb_portal.core.spreadsheets import harmless

from ..models import Comment, Topic
from .reading import Search

COLUMNS = (
    "nummer",
    "antwort_auf",
    "veroeffentlicht",
    "art",
    "haltung",
    "zustimmung",
    "ablehnung",
    "schlagworte",
    "themen",
    "text",
    "adresse",
)


def rows_of(topic: Topic, search: Search) -> Iterator[dict[str, Any]]:
    """One row per public contribution that is looked for; without names."""
    counted = topic.shows_counts()
    for comment in search.of(topic).iterator(chunk_size=500):
        yield {
            "nummer": comment.pk,
            "antwort_auf": comment.reply_to_id or "",
            "veroeffentlicht": timezone.localtime(comment.published_at).isoformat(
                timespec="minutes"
            ),
            "art": comment.get_kind_display(),
            "haltung": comment.get_stance_display(),
            "zustimmung": comment.agree_count if counted else "",
            "ablehnung": comment.disagree_count if counted else "",
            "schlagworte": ", ".join(label.name for label in comment.labels.all()),
            "themen": ", ".join(source.theme.title for source in comment.theme_sources.all()),
            "text": comment.text,
            "adresse": settings.BASE_URL + _address(comment),
        }


def write_xlsx(target: IO[bytes], topic: Topic, search: Search) -> None:
    """The same as an XLSX file: written row by row, so memory does not grow with the topic."""
    from openpyxl import Workbook  # noqa: PLC0415  slow: only for this file
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415  slow

    def told(value: Any) -> Any:
        if isinstance(value, str):
            return harmless(ILLEGAL_CHARACTERS_RE.sub("", value))
        return value

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Auswertung")
    sheet.append(COLUMNS)
    for row in rows_of(topic, search):
        sheet.append([told(row[name]) for name in COLUMNS])
    book.save(target)


def _address(comment: Comment) -> str:
    return comment.url
