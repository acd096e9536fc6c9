"""What a reader of rich text meets: paragraphs, headings, links and pictures.

Pure: it takes HTML and tells what is in it, and judges nothing. The rules are in `content_checks`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

UNSEEN: Final = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF]
)
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


@dataclass(frozen=True, slots=True)
class Link:
    """Where it leads, as an address or as Wagtail keeps it ("page", 3), and what it says."""

    words: str
    href: str = ""
    kind: str = ""
    target: str = ""


@dataclass(slots=True)
class Reading:
    """What a reader of rich text meets, in order."""

    paragraphs: list[str] = field(default_factory=list)
    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[tuple[str, bool]] = field(default_factory=list)


def read_html(html: str) -> Reading:
    """Read rich text as a browser would, however broken or hostile it is."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.finish()


def visible_text(text: str) -> str:
    """Without the characters that nobody sees or hears."""
    return " ".join(text.translate(UNSEEN).split())


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
        text = visible_text("".join(self.paragraph))
        if text:
            self.reading.paragraphs.append(text)
        self.paragraph = []

    def _end_heading(self) -> None:
        if self.heading is not None:
            level, words = self.heading
            self.reading.headings.append((level, visible_text("".join(words))))
        self.heading = None

    def _end_link(self) -> None:
        if self.link is not None:
            values, words = self.link
            self.reading.links.append(
                Link(
                    words=visible_text("".join(words)),
                    href=values.get("href", "").strip(),
                    kind=values.get("linktype", ""),
                    target=values.get("id", ""),
                )
            )
        self.link = None
