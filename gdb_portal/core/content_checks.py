"""What is wrong with a page's words, links and pictures, and how to mend it.

Pure: it knows pieces of text, nothing of pages or the database. What the law demands of a public
body is an error and keeps a page from being published; the rest is advice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

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
UNSEEN: Final = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)
SENTENCE: Final = re.compile(r"[^.!?:;…]+(?:[.!?:;…]+(?=\s|$)|[.!?:;…]|$)")
WORD: Final = re.compile(r"\w[\w·•’'/-]*")
WORD_PART: Final = re.compile(r"[^\W\d_]+")
BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "table",
        "tr",
        "td",
        "th",
        "pre",
        "figure",
        "dt",
        "dd",
    ]
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
NOT_SHOWN: Final = frozenset({"script", "style", "template", "noscript", "iframe", "title"})


class Rule(models.TextChoices):
    """What is asked of a text."""

    PICTURE_WITHOUT_ALTERNATIVE = "picture_without_alternative", _("Bild ohne Beschreibung")
    LINK_WITHOUT_TEXT = "link_without_text", _("Link ohne Text")
    FILE_NAME_AS_ALTERNATIVE = "file_name", _("Bildbeschreibung ist ein Dateiname")
    LINK_SAYS_NOTHING = "link_says_nothing", _("Linktext sagt nicht, wohin er führt")
    ADDRESS_AS_LINK_TEXT = "address_as_link_text", _("Linktext ist eine Adresse")
    BROKEN_LINK = "broken_link", _("Link führt ins Leere")
    EMPTY_HEADING = "empty_heading", _("Leere Überschrift")
    SKIPPED_LEVEL = "skipped_level", _("Überschrift überspringt eine Ebene")
    LONG_SENTENCE = "long_sentence", _("Satz zu lang für Leichte Sprache")
    LONG_WORD = "long_word", _("Wort zu lang für Leichte Sprache")
    NO_SOURCE = "no_source", _("Keine Quelle genannt")


# What the law (BITV 2.0 with WCAG 1.1.1, 2.4.4 and 4.1.2) lets nobody publish.
ERRORS: Final = frozenset({Rule.PICTURE_WITHOUT_ALTERNATIVE, Rule.LINK_WITHOUT_TEXT})
REMEDIES: Final[dict[Rule, Any]] = {
    Rule.PICTURE_WITHOUT_ALTERNATIVE: _(
        "Schreiben Sie beim Bild unter „Alternativtext“, was zu sehen ist und warum es hier steht. "
        "Trägt das Bild nichts zum Inhalt bei, kreuzen Sie „Bild ist dekorativ“ an."
    ),
    Rule.LINK_WITHOUT_TEXT: _("Entfernen Sie den leeren Link, oder schreiben Sie, wohin er führt."),
    Rule.FILE_NAME_AS_ALTERNATIVE: _("Beschreiben Sie in einem Satz, was zu sehen ist."),
    Rule.LINK_SAYS_NOTHING: _(
        "Wer Links vorgelesen bekommt, hört nur diese Worte. "
        "Verlinken Sie den Namen dessen, was dort steht."
    ),
    Rule.ADDRESS_AS_LINK_TEXT: _("Schreiben Sie den Namen der Seite statt ihrer Adresse."),
    Rule.BROKEN_LINK: _(
        "Das Ziel gibt es auf diesem Portal nicht oder nicht öffentlich. Wählen Sie es neu aus."
    ),
    Rule.EMPTY_HEADING: _("Löschen Sie die Zeile, oder machen Sie einen Absatz daraus."),
    Rule.SKIPPED_LEVEL: _(
        "Im Text eines Abschnitts kommt zuerst „Überschrift 3“, erst darunter „Überschrift 4“."
    ),
    Rule.LONG_SENTENCE: _("Sagen Sie nur eine Sache in einem Satz. Machen Sie zwei Sätze daraus."),
    Rule.LONG_WORD: _("Nehmen Sie ein kürzeres Wort, oder trennen Sie: „Bundes-Amt“."),
    Rule.NO_SOURCE: _(
        "Nennen Sie unter „Quellen“, woher die Angaben stammen und wann Sie sie gelesen haben."
    ),
}


@dataclass(frozen=True, slots=True)
class Link:
    """Where it leads, as an address or as Wagtail keeps it ("page", 3), and what it says."""

    words: str
    href: str = ""
    kind: str = ""
    target: str = ""


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


@dataclass(slots=True)
class Reading:
    """What a reader of rich text meets, in order."""

    paragraphs: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[tuple[str, bool]] = field(default_factory=list)


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


def read_html(html: str) -> Reading:
    """Read rich text as a browser would, however broken or hostile it is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


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
        return Reading([piece.text], [(piece.level, _visible(piece.text))])
    if isinstance(piece, Picture):
        return Reading(pictures=[(piece.alternative, piece.is_decorative)])
    if isinstance(piece, Words):
        return Reading([line for line in piece.text.splitlines() if _visible(line)])
    return Reading()


Readings = list[tuple[Piece, Reading]]


def _picture_problems(readings: Readings) -> Iterator[Problem]:
    for piece, reading in readings:
        for alternative, is_decorative in reading.pictures:
            if is_decorative:
                continue
            words = _visible(alternative)
            if not words:
                yield _problem(Rule.PICTURE_WITHOUT_ALTERNATIVE, piece)
            elif FILE_NAME.search(words):
                yield _problem(Rule.FILE_NAME_AS_ALTERNATIVE, piece, [words])


def _link_problems(readings: Readings, is_broken: Callable[[Link], bool]) -> Iterator[Problem]:
    for piece, reading in readings:
        for link in reading.links:
            words = link.words.strip(" .,:;!?…»«›‹→>„“\"'()[]").casefold()
            if not _visible(link.words):
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


def _visible(text: str) -> str:
    """Without the characters that nobody sees or hears."""
    return " ".join(text.translate(UNSEEN).split())


def _shortened(text: str) -> str:
    text = _visible(text)
    return text if len(text) <= QUOTE_LENGTH else text[: QUOTE_LENGTH - 1].rstrip() + "…"


class _Reader(HTMLParser):
    """Collects words, headings, links and pictures; closes what the text left open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self.paragraph: list[str] = []
        self.heading: tuple[int, list[str]] | None = None
        self.link: tuple[dict[str, str], list[str]] | None = None
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in NOT_SHOWN:
            self.hidden += 1
        if tag in BLOCKS:
            self._end_paragraph()
        if tag in HEADINGS:
            self._end_heading()
            self.heading = (HEADINGS[tag], [])
        elif tag == "a":
            self._end_link()
            if values.get("href") or values.get("linktype"):
                self.link = (values, [])
        elif tag in {"img", "embed"} and not self.hidden:
            self._see_picture(tag, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Browsers know no self-closing tags but the void ones."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_SHOWN:
            self.hidden = max(0, self.hidden - 1)
        if tag in BLOCKS:
            self._end_paragraph()
        if tag in HEADINGS:
            self._end_heading()
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        self.paragraph.append(data)
        for open_thing in (self.heading, self.link):
            if open_thing is not None:
                open_thing[1].append(data)

    def finish(self) -> Reading:
        self._end_link()
        self._end_heading()
        self._end_paragraph()
        return self.reading

    def _see_picture(self, tag: str, values: dict[str, str]) -> None:
        if tag == "embed" and values.get("embedtype") != "image":
            return
        alternative = values.get("alt", "")
        # In a link the picture's alternative is what the link says.
        if self.link is not None:
            self.link[1].append(f" {alternative} ")
        # An empty alternative on purpose is decoration in HTML; Wagtail's own embeds need one.
        self.reading.pictures.append((alternative, tag == "img" and values.get("alt") == ""))

    def _end_paragraph(self) -> None:
        text = _visible("".join(self.paragraph))
        if text:
            self.reading.paragraphs.append(text)
        self.paragraph = []

    def _end_heading(self) -> None:
        if self.heading is not None:
            level, words = self.heading
            self.reading.headings.append((level, _visible("".join(words))))
        self.heading = None

    def _end_link(self) -> None:
        if self.link is not None:
            values, words = self.link
            self.reading.links.append(
                Link(
                    words=_visible("".join(words)),
                    href=values.get("href", "").strip(),
                    kind=values.get("linktype", ""),
                    target=values.get("id", ""),
                )
            )
        self.link = None
