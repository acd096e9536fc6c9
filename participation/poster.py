"""A topic as a poster: one tagged PDF page in plain German, with a QR code and a short address."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, Final

import qrcode
import qrcode.image.svg
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from .models import Topic

LAYOUT = Path(__file__).parent / "poster.typ"
# What somebody reads while waiting for a bus.
MOST_WORDS: Final = 60


def poster_pdf(topic: Topic) -> bytes:
    """PDF/UA-1 in A4, always German; the words reach the layout as data and are never markup."""
    import typst  # noqa: PLC0415  slow: loaded by the first poster only

    with translation.override(settings.LANGUAGE_CODE):
        data = json.dumps(_content(topic), ensure_ascii=False)
    return typst.compile(
        LAYOUT.read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=int(timezone.now().timestamp()),
    )


def _content(topic: Topic) -> dict[str, Any]:
    address = settings.BASE_URL + reverse("participation:topic-short", args=[topic.pk])
    return {
        "kicker": _("Reden Sie mit!"),
        "title": topic.title,
        "introduction": Truncator(" ".join(topic.introduction.split())).words(MOST_WORDS),
        "until": _until(topic),
        "qr": _qr_svg(address),
        "qr_alt": _("QR-Code mit der Adresse %(address)s") % {"address": address},
        "address": address,
        "shown_address": address.partition("://")[2],
        "steps": {
            "title": _("So geht es"),
            "rows": [
                _("Fotografieren Sie das Bild mit dem Telefon. Oder tippen Sie die Adresse ein."),
                _("Lesen Sie, worum es geht und was noch offen ist."),
                _("Schreiben Sie, was Sie denken. Oder stimmen Sie ab."),
            ],
        },
        "answer": {"title": _("Wer antwortet?"), "text": _answer(topic)},
        "made": _("%(name)s · Stand: %(day)s")
        % {
            "name": settings.WAGTAIL_SITE_NAME,
            "day": date_format(timezone.localdate(), "DATE_FORMAT"),
        },
        "demonstration": (
            _("Dies ist eine Demonstration und keine amtliche Seite des Landes Berlin.")
            if settings.GDB_DEMONSTRATION
            else ""
        ),
    }


def _until(topic: Topic) -> str:
    end = topic.taking_part_end()
    if topic.is_over():
        return _("Die Beteiligung ist beendet. Was daraus wurde, steht unter der Adresse.")
    if end is None:
        return _("Wann Sie mitreden können, steht unter der Adresse.")
    phase = topic.present_phase()
    if phase is None or not phase.features:
        begin = min(p.starts_at for p in topic.phases.all() if p.features and p.ends_at == end)
        return _("Sie können vom %(first)s bis %(last)s mitreden.") % {
            "first": date_format(timezone.localtime(begin), "DATE_FORMAT"),
            "last": date_format(timezone.localtime(end), "DATE_FORMAT"),
        }
    return _("Sie können bis %(last)s mitreden.") % {
        "last": date_format(timezone.localtime(end), "DATE_FORMAT")
    }


def _answer(topic: Topic) -> str:
    if topic.answer_until:
        return _("%(name)s sagt bis %(day)s öffentlich, was aus allen Beiträgen wird.") % {
            "name": topic.administration.name,
            "day": date_format(topic.answer_until, "DATE_FORMAT"),
        }
    return topic.administration.name


def _qr_svg(address: str) -> str:
    """Dark squares on light ground; readable when a fifth of it is torn off or dirty."""
    code = qrcode.make(
        address,
        image_factory=qrcode.image.svg.SvgPathImage,
        error_correction=qrcode.constants.ERROR_CORRECT_Q,
        border=4,
    )
    file = io.BytesIO()
    code.save(file)
    return file.getvalue().decode()
