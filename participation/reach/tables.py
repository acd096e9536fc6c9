"""A topic's days as table files, and the totals of all topics of the desk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import IO, Any

from ..models import Topic
from .enums import TopicPage
from .funnel import days_of

READ = {
    "thema_geoeffnet": TopicPage.TOPIC,
    "beitrag_einzeln_geoeffnet": TopicPage.COMMENT,
    "umfrage_geoeffnet": TopicPage.POLL,
    "meinungsbild_geoeffnet": TopicPage.OPINION,
    "ergebnis_geoeffnet": TopicPage.RESULT,
    "zur_anmeldung_gefuehrt": TopicPage.SIGN_IN,
    "formular_geoeffnet": TopicPage.FORM,
    "abgeschickt": "submitted",
    "oeffentlich": "published",
}
COLUMNS = ("tag", *READ)


def rows_of(topic: Topic, since: dt.date | None) -> Iterator[dict[str, Any]]:
    """One row per day on which something was counted; the sums are those of the page."""
    for day in days_of(topic, since):
        yield {
            "tag": day.day.isoformat(),
            **{column: day.numbers.get(name, 0) for column, name in READ.items()},
        }


def write_xlsx(target: IO[bytes], topic: Topic, since: dt.date | None) -> None:
    """The same as an XLSX file."""
    from openpyxl import Workbook  # noqa: PLC0415  slow: only for this file

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Reichweite")
    sheet.append(COLUMNS)
    for row in rows_of(topic, since):
        sheet.append([row[name] for name in COLUMNS])
    book.save(target)
