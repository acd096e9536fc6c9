"""What all our HTML keeps: good nesting, unique ids, references that lead somewhere."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    ]
)
# Elements of a drawing may close themselves.
DRAWING = frozenset(["circle", "path", "rect", "line", "polyline", "polygon", "ellipse", "use"])
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")


class Rules(HTMLParser):
    """Collects what is wrong while it reads; `problems` is empty for good HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.ids: list[str] = []
        self.references: list[tuple[str, str]] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._read(tag, attrs)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "p" and "p" in self._open[:-1]:
            self.problems.append("a <p> inside a <p>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._read(tag, attrs)
        if tag not in VOID | DRAWING:
            self.problems.append(f"<{tag}/> does not close itself")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self._open[-1:] or 'nothing'}")
        else:
            self._open.pop()

    def _read(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> names an attribute twice: {names}")
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in REFERENCES:
                self.references += [(name, target) for target in (value or "").split()]
            elif name == "style" or name.startswith("on"):
                self.problems.append(f'<{tag} {name}="…"> breaks the content security policy')
            elif name == "class" and not (value or "").strip():
                self.problems.append(f"<{tag}> has an empty class")

    def close(self) -> None:
        super().close()
        if self._open:
            self.problems.append(f"never closed: {self._open}")


def problems_of(html: str) -> list[str]:
    """Everything that is wrong with a page or a piece of one."""
    rules = Rules()
    rules.feed(html)
    rules.close()
    twice = {name for name in rules.ids if rules.ids.count(name) > 1}
    lost = [r for r in rules.references if r[1] not in rules.ids]
    return [
        *rules.problems,
        *(f"two elements have the id {name!r}" for name in sorted(twice)),
        *(f"{name} leads to {target!r}, which is not there" for name, target in lost),
    ]
