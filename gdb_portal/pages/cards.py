"""The picture that a shared link shows elsewhere: made from the page's own words, by us alone."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
MARGIN: Final = 80
FONTS: Final = "vendor/fira-sans-5.3.0/fira-sans-latin-{}-normal.woff2"
REGULAR, STRONG = 400, 600
# The dark panel of the pages, with its four lines (static/css/tokens.css).
GROUND, INK, INK_SOFT, SIGNAL = "#0a2833", "#ffffff", "#c8dbe0", "#ffd02e"
LINES: Final = ("#69b7ff", "#56d39a", "#f28bd2", "#ffa45c")
TITLE_SIZES: Final = (76, 66, 58, 50, 44)
TITLE_TOP, TITLE_BOTTOM = 160, 428
MOST_LINES: Final = 4
COLOURS: Final = 128


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on it: what kind of page it is, its title, and one line more."""

    title: str
    kicker: str = ""
    note: str = ""


def card_png(card: Card) -> bytes:
    """A PNG of 1200 × 630 pixels. Long titles become smaller, very long ones end in "…"."""
    image = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    _draw_head(draw, card.kicker)
    _draw_title(draw, card.title)
    _draw_note(draw, card.note)
    _draw_lines(draw)
    file = io.BytesIO()
    image.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_head(draw: ImageDraw.ImageDraw, kicker: str) -> None:
    draw.line([(MARGIN, 118), (MARGIN + 52, 118)], fill=SIGNAL, width=8)
    draw.ellipse((MARGIN + 44, 102, MARGIN + 76, 134), fill=GROUND, outline=SIGNAL, width=8)
    text = _fitted(_plain(kicker), _font(REGULAR, 36), WIDTH - 2 * MARGIN - 100)
    draw.text((MARGIN + 100, 118), text, fill=INK_SOFT, font=_font(REGULAR, 36), anchor="lm")


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    words = _plain(title)
    for size in TITLE_SIZES:
        font = _font(STRONG, size)
        lines = _wrapped(words, font, WIDTH - 2 * MARGIN)
        step = int(size * 1.16)
        if len(lines) <= MOST_LINES and len(lines) * step <= TITLE_BOTTOM - TITLE_TOP:
            break
    else:
        lines = lines[:MOST_LINES]
        lines[-1] = _fitted(lines[-1] + " …", font, WIDTH - 2 * MARGIN)
    for number, line in enumerate(lines):
        draw.text((MARGIN, TITLE_TOP + number * step), line, fill=INK, font=font)


def _draw_note(draw: ImageDraw.ImageDraw, note: str) -> None:
    font = _font(REGULAR, 34)
    text = _fitted(_plain(note), font, WIDTH - 2 * MARGIN)
    draw.text((MARGIN, 466), text, fill=SIGNAL, font=font, anchor="lm")
    font = _font(STRONG, 34)
    draw.text((MARGIN, 534), settings.WAGTAIL_SITE_NAME, fill=INK, font=font, anchor="lm")
    if settings.GDB_DEMONSTRATION:
        text, font = _("Demonstration, keine amtliche Seite"), _font(REGULAR, 28)
        place = (WIDTH - MARGIN, 534)
        left, top, right, bottom = draw.textbbox(place, text, font=font, anchor="rm")
        draw.rectangle((left - 14, top - 10, right + 14, bottom + 10), fill=SIGNAL)
        draw.text(place, text, fill=GROUND, font=font, anchor="rm")


def _draw_lines(draw: ImageDraw.ImageDraw) -> None:
    for number, colour in enumerate(LINES):
        top = HEIGHT - 48 + number * 12
        draw.rectangle((0, top, WIDTH, top + 7), fill=colour)


@cache
def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    path = finders.find(FONTS.format(weight))
    if path is None:
        raise FileNotFoundError(FONTS.format(weight))
    return ImageFont.truetype(str(path), size)


def _plain(text: str) -> str:
    """One line of what can be seen: no control characters, no marks that turn the direction."""
    visible = "".join(letter if letter.isprintable() else " " for letter in str(text))
    return re.sub(r"\s+", " ", visible).strip()


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if font.getlength(lines[-1] + letter) > width:
                lines.append("")
            lines[-1] += letter
    return lines


def _fitted(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """As much of a line as fits."""
    if font.getlength(text) <= width:
        return text
    shorter = text.removesuffix("…").rstrip()
    while shorter and font.getlength(shorter + " …") > width:
        shorter = shorter[:-1].rstrip()
    return shorter + " …"
