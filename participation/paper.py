"""A topic as a sheet of paper on which people write their contribution by hand."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .enums import CommentKind, Stance
from .models import Topic

LAYOUT = Path(__file__).parent / "paper.typ"


def sheet_pdf(topic: Topic) -> bytes:
    """PDF/UA-1, one page unless the topic explains itself at length."""
    import typst  # noqa: PLC0415  slow: loaded by the first sheet only

    end = topic.taking_part_end()
    data = {
        "language": (get_language() or "de")[:2],
        "kicker": _("Beteiligung auf Papier"),
        "title": topic.title,
        "introduction": topic.introduction,
        "scope": [
            [_("Was offen ist"), topic.open_to_influence],
            [_("Was feststeht"), topic.not_open],
        ],
        "kinds": [_("Mein Beitrag ist:"), *(str(label) for label in CommentKind.labels)],
        "stances": [_("Zur Frage stehe ich:"), *(str(label) for label in Stance.labels)],
        "write": _("Mein Beitrag"),
        "advice": _(
            "Bitte keinen Namen, keine Adresse und keine persönlichen Daten. Ihr Beitrag wird "
            "abgeschrieben, geprüft und im Portal veröffentlicht, mit dem Hinweis, dass er von "
            "Papier kommt. Abstimmen geht nur im Portal."
        ),
        "due": _("Abgeben bis %(day)s bei: %(name)s")
        % {
            "day": date_format(timezone.localtime(end), "DATE_FORMAT") if end else "–",
            "name": topic.administration.name,
        },
        "number": _("Ort, Datum, Nummer (füllen wir aus)"),
        "address": settings.BASE_URL + topic.url,
    }
    return typst.compile(
        LAYOUT.read_bytes(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(timezone.now().timestamp()),
    )
