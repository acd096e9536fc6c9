"""The result of a topic as a tagged PDF, for reading on paper and by screen readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .disclosure import SMALLEST_CELL
from .enums import VoteValue
from .figures import Figures, assurance_rows, figure_rows, votes_by_assurance
from .models import Outcome, Topic

LAYOUT = Path(__file__).parent / "report.typ"

SectionBuilder = Callable[[Topic], "dict[str, Any] | None"]
_sections: list[SectionBuilder] = []


def register_report_section(build: SectionBuilder) -> None:
    """Let `build(topic)` add a section to every report: `title`, and `rows` of (heading, text).

    It may have a `picture` (`svg` without style sheets, `alt`, `caption`) and `tables` (`title`,
    `head`, `rows` of texts, `note`). Nothing where it has nothing to say.
    """
    _sections.append(build)


def result_pdf(topic: Topic, outcome: Outcome | None, figures: Figures, *, address: str) -> bytes:
    """PDF/UA-1; what people wrote reaches the layout as data and is never run as markup."""
    import typst  # noqa: PLC0415  slow: loaded by the first report only

    data = json.dumps(_content(topic, outcome, figures, address), ensure_ascii=False)
    return typst.compile(
        LAYOUT.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(timezone.now().timestamp()),
    )


def _content(
    topic: Topic, outcome: Outcome | None, figures: Figures, address: str
) -> dict[str, Any]:
    promised = [
        [_("Grad der Mitwirkung"), f"{topic.get_influence_display()}: {topic.influence_promise}"],
        [_("Was offen war"), topic.open_to_influence],
        [_("Was feststand"), topic.not_open],
        [_("Wer antwortet"), topic.administration.name],
    ]
    due = topic.outcome_due()
    if due:
        promised.append([_("Auswertung bis"), date_format(due, "DATE_FORMAT")])
    if outcome is not None:
        promised.append(
            [_("Ergebnis veröffentlicht am"), date_format(outcome.published_at, "DATE_FORMAT")]
        )
    return {
        "language": (get_language() or "de")[:2],
        "kicker": _("Ergebnis der Beteiligung"),
        "title": topic.title,
        "introduction": topic.introduction,
        "promised": {"title": _("Was versprochen war"), "rows": promised},
        "outcome": {
            "title": _("Was herausgekommen ist"),
            "text": outcome.text if outcome else _("Dazu ist noch nichts veröffentlicht."),
        },
        "decisions": {
            "title": _("Entscheidungen"),
            "rows": [
                [decision.get_verdict_display(), decision.text, decision.link]
                for decision in (outcome.decisions.all() if outcome else [])
            ],
        },
        "sections": [section for build in _sections if (section := build(topic))],
        "figures": {
            "title": _("Zahlen"),
            "head": [_("Was"), _("Anzahl")],
            "rows": [[str(label), str(value)] for label, value in figure_rows(figures)],
            "note": _(
                "Jede Zahl lässt sich aus der offenen Tabelle nachzählen, die auf der Seite steht."
            ),
        },
        "assurance": {
            "title": _("Stimmen zum Thema nach Vertrauensniveau des Kontos"),
            "head": [_("Konto"), *(str(label) for label in VoteValue.labels)],
            "rows": [
                [str(cell) for cell in row] for row in assurance_rows(votes_by_assurance(topic))
            ],
            "note": _(
                "Alle Stimmen zählen gleich. Teile mit weniger als %(enough)s Personen stehen hier "
                "nicht, auch nicht so, dass man sie ausrechnen kann."
            )
            % {"enough": SMALLEST_CELL},
        },
        "address": address,
        "made": _("Stand: %(moment)s")
        % {"moment": date_format(timezone.localtime(), "DATETIME_FORMAT")},
        "page": _("Seite"),
    }
