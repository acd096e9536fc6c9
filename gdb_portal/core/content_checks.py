"""Which rules a page's words, links and pictures break, and where.

Pure: it knows pieces of text, nothing of pages or the database. What the law demands of a public
body is an error and keeps a page from being published; the rest is advice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from .content_rules import ERRORS, REMEDIES, Rule
from .rich_text import Link, Reading, read_html, visible_text

# Leichte Sprache: one statement per sentence, and words that can be read in one go.
SIMPLE_SENTENCE_WORDS: Final = 12
SIMPLE_WORD_LETTERS: Final = 14
QUOTED: Final = 4
QUOTE_LENGTH: Final = 90

EMPTY_TALK: Final = frozenset(
    {
        "hier", "da", "dort", "link", "mehr", "weiter", "weiterlesen", "mehr lesen", "lesen",
        "mehr erfahren", "mehr infos", "mehr informationen", "weitere informationen", "infos",
        "details", "download", "herunterladen", "klicken", "klicken sie hier", "hier klicken",
        "klick hier", "diese seite", "zur seite", "pdf", "quelle", "here", "click here", "more",
        "read more", "learn more", "this page", "this link",
    }
)  # fmt: skip
# What a camera or a program calls a picture is no description of it.
FILE_NAME: Final = re.compile(r"\.(avif|gif|jpe?g|png|svg|webp|tiff?|heic)$|^\w*\d{4,}\w*$", re.I)
ADDRESS: Final = re.compile(r"^(https?://|www\.)\S+$", re.I)
SENTENCE: Final = re.compile(r"[^.!?:;…]+(?:[.!?:;…]+(?=\s|$)|[.!?:;…]|$)")
WORD: Final = re.compile(r"\w[\w·•’'/-]*")
WORD_PART: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Something an editor wrote; `place` says where, `block` is the id of its block."""

    place: str = ""
    block: str = ""


@dataclass(frozen=True, slots=True)
class Words(Piece):
    text: str = ""


@dataclass(frozen=True, slots=True)
class Heading(Piece):
    level: int = 2
    text: str = ""


@dataclass(frozen=True, slots=True)
class Picture(Piece):
    alternative: str = ""
    is_decorative: bool = False


@dataclass(frozen=True, slots=True)
class RichText(Piece):
    html: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One rule that one place breaks; `quotes` are the words by which it is found."""

    rule: Rule
    place: str = ""
    block: str = ""
    quotes: tuple[str, ...] = ()
    more: int = 0

    @property
    def is_error(self) -> bool:
        return self.rule in ERRORS

    @property
    def remedy(self) -> Any:
        return REMEDIES[self.rule]


def check(
    pieces: Iterable[Piece],
    *,
    is_simple: bool = False,
    is_broken: Callable[[Link], bool] = lambda link: False,
) -> list[Problem]:
    """All that is wrong, errors first, else in the order of the page.

    `is_simple`: the page is in Leichte Sprache. `is_broken` answers for links into the portal.
    """
    pieces = list(pieces)
    readings = [(piece, _read_piece(piece)) for piece in pieces]
    found = list(
        chain(
            _picture_problems(readings),
            _link_problems(readings, is_broken),
            _heading_problems(readings),
            _simple_problems(readings) if is_simple else (),
        )
    )
    order = {(piece.place, piece.block): number for number, piece in reversed([*enumerate(pieces)])}
    found.sort(key=lambda one: (not one.is_error, order.get((one.place, one.block), 0)))
    return found


def links_in(pieces: Iterable[Piece]) -> list[Link]:
    return [link for piece in pieces for link in _read_piece(piece).links]


def sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE.findall(text) if WORD.search(part)]


def long_words(text: str) -> list[str]:
    """Words with a part longer than one reads in one go; hyphens and middle dots part them."""
    return [
        word
        for word in WORD.findall(text)
        if any(len(part) > SIMPLE_WORD_LETTERS for part in WORD_PART.findall(word))
    ]


def _read_piece(piece: Piece) -> Reading:
    if isinstance(piece, RichText):
        return read_html(piece.html)
    if isinstance(piece, Heading):
        return Reading([piece.text], [(piece.level, visible_text(piece.text))])
    if isinstance(piece, Picture):
        return Reading(pictures=[(piece.alternative, piece.is_decorative)])
    if isinstance(piece, Words):
        return Reading([line for line in piece.text.splitlines() if visible_text(line)])
    return Reading()


Readings = list[tuple[Piece, Reading]]


def _picture_problems(readings: Readings) -> Iterator[Problem]:
    for piece, reading in readings:
        for alternative, is_decorative in reading.pictures:
            if is_decorative:
                continue
            words = visible_text(alternative)
            if not words:
                yield _problem(Rule.PICTURE_WITHOUT_ALTERNATIVE, piece)
            elif FILE_NAME.search(words):
                yield _problem(Rule.FILE_NAME_AS_ALTERNATIVE, piece, [words])


def _link_problems(readings: Readings, is_broken: Callable[[Link], bool]) -> Iterator[Problem]:
    for piece, reading in readings:
        for link in reading.links:
            words = link.words.strip(" .,:;!?…»«›‹→>„“\"'()[]").casefold()
            if not visible_text(link.words):
                yield _problem(Rule.LINK_WITHOUT_TEXT, piece, [link.href])
            elif words in EMPTY_TALK or not re.search(r"\w", words):
                yield _problem(Rule.LINK_SAYS_NOTHING, piece, [link.words])
            elif ADDRESS.match(link.words):
                yield _problem(Rule.ADDRESS_AS_LINK_TEXT, piece, [link.words])
            if is_broken(link):
                yield _problem(Rule.BROKEN_LINK, piece, [link.words or link.href])


def _heading_problems(readings: Readings) -> Iterator[Problem]:
    """A page's own heading is the first level, its sections' the second."""
    level = 1
    for piece, reading in readings:
        for own, words in reading.headings:
            if not words:
                yield _problem(Rule.EMPTY_HEADING, piece)
            elif own > level + 1:
                yield _problem(Rule.SKIPPED_LEVEL, piece, [words])
            level = own


def _simple_problems(readings: Readings) -> Iterator[Problem]:
    for piece, reading in readings:
        spoken = [sentence for text in reading.paragraphs for sentence in sentences(text)]
        long = [one for one in spoken if len(WORD.findall(one)) > SIMPLE_SENTENCE_WORDS]
        if long:
            yield _problem(Rule.LONG_SENTENCE, piece, long)
        words = [word for text in reading.paragraphs for word in long_words(text)]
        if words:
            yield _problem(Rule.LONG_WORD, piece, words)


def _problem(rule: Rule, piece: Piece, quotes: Iterable[str] = ()) -> Problem:
    shown = [_shortened(quote) for quote in dict.fromkeys(quotes) if quote.strip()]
    return Problem(
        rule, piece.place, piece.block, tuple(shown[:QUOTED]), max(0, len(shown) - QUOTED)
    )


def _shortened(text: str) -> str:
    text = visible_text(text)
    return text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1].rstrip() + "…"
