"""What changed between two texts of the strategy: section by section, down to the word.

Sections are matched by anchor, then by block, then by their words. Only what is left over is
compared pairwise, and long texts are not compared word by word, so the cost stays bounded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final, Protocol

SAME: Final = "same"
CHANGED: Final = "changed"
ADDED: Final = "added"
REMOVED: Final = "removed"

# How alike two texts must be to count as one text that was changed.
SAME_SECTION: Final = 0.6
SAME_PARAGRAPH: Final = 0.4
# Above these, texts are shown as replaced instead of being compared further.
MOST_WORDS: Final = 2_000
MOST_PAIRS: Final = 2_500

WORD = re.compile(r"\s*(?:\w+(?:[:/*_.\-]\w+)*|[^\w\s])")


class Text(Protocol):
    """A frozen `Section` or a `SectionText` that is not frozen yet."""

    anchor: str
    block_id: str
    heading: str
    chapter_title: str
    chapter_slug: str

    @property
    def paragraphs(self) -> list[tuple[str, str]]: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, came or went: same, added, removed."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    kind: str
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != ADDED]

    @property
    def after(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != REMOVED]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section before and after; `kind` says whether its words changed."""

    kind: str
    is_moved: bool
    anchor: str
    heading: ParagraphChange
    chapter: str
    # Where it stood before, if it moved to another chapter.
    chapter_before: str
    paragraphs: tuple[ParagraphChange, ...]

    @property
    def is_unchanged(self) -> bool:
        return self.kind == SAME and not self.is_moved


@dataclass(frozen=True, slots=True)
class Comparison:
    sections: tuple[SectionChange, ...] = field(default=())

    def count(self, kind: str) -> int:
        return sum(section.kind == kind for section in self.sections)

    @property
    def added_count(self) -> int:
        return self.count(ADDED)

    @property
    def removed_count(self) -> int:
        return self.count(REMOVED)

    @property
    def changed_count(self) -> int:
        return self.count(CHANGED)

    @property
    def moved_count(self) -> int:
        return sum(section.is_moved for section in self.sections)

    @property
    def unchanged_count(self) -> int:
        return sum(section.is_unchanged for section in self.sections)

    @property
    def has_changes(self) -> bool:
        return self.unchanged_count < len(self.sections)

    @property
    def changes(self) -> list[SectionChange]:
        return [section for section in self.sections if not section.is_unchanged]

    @property
    def unchanged(self) -> list[SectionChange]:
        return [section for section in self.sections if section.is_unchanged]


def compare(before: Sequence[Text], after: Sequence[Text]) -> Comparison:
    """Every section of both texts, in the order of the newer; what went stays where it stood."""
    partner = _match(before, after)
    moved = _moved(before, after, partner)
    found: list[SectionChange] = []
    gone = [number for number in range(len(before)) if number not in partner.values()]
    for number, text in enumerate(after):
        old = partner.get(number)
        if old is None:
            found.append(_section(None, text))
            continue
        while gone and gone[0] < old and number not in moved:
            found.append(_section(before[gone.pop(0)], None))
        found.append(_section(before[old], text, is_moved=number in moved))
        if number not in moved:
            next_old = old + 1
            while next_old in gone:
                found.append(_section(before[next_old], None))
                gone.remove(next_old)
                next_old += 1
    found += [_section(before[number], None) for number in gone]
    return Comparison(tuple(found))


def compare_words(before: str, after: str) -> ParagraphChange:
    """One paragraph: which words came and which went."""
    if before == after:
        return ParagraphChange(SAME, (Piece(SAME, after),))
    if not before:
        return ParagraphChange(ADDED, (Piece(ADDED, after),))
    if not after:
        return ParagraphChange(REMOVED, (Piece(REMOVED, before),))
    old, new = WORD.findall(before), WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return ParagraphChange(CHANGED, (Piece(REMOVED, before), Piece(ADDED, after)))
    return ParagraphChange(CHANGED, tuple(_tidy(_word_pieces(old, new))))


# -- Which section became which ------------------------------------------------------------------


def _match(before: Sequence[Text], after: Sequence[Text]) -> dict[int, int]:
    """Number of each newer section → number of the older one that it was."""
    partner: dict[int, int] = {}
    free = dict.fromkeys(range(len(before)))
    for name in ("anchor", "block_id"):
        places = {getattr(before[number], name): number for number in free}
        for number, text in enumerate(after):
            old = places.get(getattr(text, name)) if getattr(text, name) else None
            if number not in partner and old is not None and old in free:
                partner[number] = old
                del free[old]
    lonely = [number for number in range(len(after)) if number not in partner]
    if len(free) * len(lonely) > MOST_PAIRS:
        return partner
    likeness = sorted(
        (
            (-_likeness(_words_of(before[old]), _words_of(after[new])), old, new)
            for old in free
            for new in lonely
        ),
    )
    for negative, old, new in likeness:
        if -negative >= SAME_SECTION and old in free and new not in partner:
            partner[new] = old
            del free[old]
    return partner


def _moved(before: Sequence[Text], after: Sequence[Text], partner: dict[int, int]) -> set[int]:
    """Those in another chapter, and the fewest others whose order explains the new one."""
    moved = {new for new, old in partner.items() if not _same_chapter(before[old], after[new])}
    stayed = [new for new in sorted(partner) if new not in moved]
    in_order = _longest_rising([partner[new] for new in stayed])
    return moved | {new for place, new in enumerate(stayed) if place not in in_order}


def _same_chapter(old: Text, new: Text) -> bool:
    return old.chapter_slug == new.chapter_slug or old.chapter_title == new.chapter_title


def _longest_rising(numbers: list[int]) -> set[int]:
    """The places of a longest rising subsequence."""
    tails: list[int] = []
    places: list[int] = []
    previous: list[int] = []
    for place, number in enumerate(numbers):
        length = bisect_left(tails, number)
        previous.append(places[length - 1] if length else -1)
        if length == len(tails):
            tails.append(number)
            places.append(place)
        else:
            tails[length], places[length] = number, place
    chosen = set()
    place = places[-1] if places else -1
    while place >= 0:
        chosen.add(place)
        place = previous[place]
    return chosen


def _words_of(text: Text) -> Counter[str]:
    words = " ".join([text.heading, *(words for _block, words in text.paragraphs)])
    return Counter(words.split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    both = one.total() + other.total()
    return 2 * (one & other).total() / both if both else 0.0


# -- Inside a section ----------------------------------------------------------------------------


def _section(old: Text | None, new: Text | None, *, is_moved: bool = False) -> SectionChange:
    shown = new or old
    if shown is None:
        raise ValueError("Nothing to compare.")
    paragraphs = tuple(
        _paragraphs(
            [words for _block, words in old.paragraphs] if old else [],
            [words for _block, words in new.paragraphs] if new else [],
        )
    )
    heading = compare_words(old.heading if old else "", new.heading if new else "")
    if old is None:
        kind = ADDED
    elif new is None:
        kind = REMOVED
    else:
        same = heading.kind == SAME and all(part.kind == SAME for part in paragraphs)
        kind = SAME if same else CHANGED
    before = ""
    if is_moved and old is not None and new is not None and not _same_chapter(old, new):
        before = old.chapter_title
    return SectionChange(
        kind=kind,
        is_moved=is_moved,
        anchor=shown.anchor,
        heading=heading,
        chapter=shown.chapter_title,
        chapter_before=before,
        paragraphs=paragraphs,
    )


def _paragraphs(before: list[str], after: list[str]) -> Iterator[ParagraphChange]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for old, new in _aligned(before[i1:i2], after[j1:j2]):
            yield compare_words(old, new)


def _aligned(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs in order, so that the most words stay; what has no partner stands beside nothing."""
    if before == after:
        yield from zip(before, after, strict=True)
        return
    if len(before) * len(after) > MOST_PAIRS:
        yield from ((old, "") for old in before)
        yield from (("", new) for new in after)
        return
    old_words = [Counter(text.split()) for text in before]
    new_words = [Counter(text.split()) for text in after]
    rows, columns = len(before), len(after)
    alike = [[_likeness(old, new) for new in new_words] for old in old_words]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= SAME_PARAGRAPH else -1.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < rows or j < columns:
        if (
            i < rows
            and j < columns
            and alike[i][j] >= SAME_PARAGRAPH
            and best[i][j] == best[i + 1][j + 1] + alike[i][j]
        ):
            yield before[i], after[j]
            i, j = i + 1, j + 1
        elif i < rows and (j == columns or best[i][j] == best[i + 1][j]):
            yield before[i], ""
            i += 1
        else:
            yield "", after[j]
            j += 1


def _word_pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    keys = [word.strip() for word in old], [word.strip() for word in new]
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Piece(REMOVED, "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece(ADDED, "".join(new[j1:j2]))


def _tidy(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """One change instead of many where only a comma or a word stayed between them.

    Shredded sentences can neither be read nor listened to.
    """
    run = list(pieces)
    gone, come = "", ""
    for number, piece in enumerate(run):
        if piece.kind == REMOVED:
            gone += piece.text
        elif piece.kind == ADDED:
            come += piece.text
        elif _is_between(run, number):
            gone, come = gone + piece.text, come + piece.text
        else:
            yield from _change(gone, come)
            gone, come = "", ""
            yield piece
    yield from _change(gone, come)


def _is_between(run: list[Piece], number: int) -> bool:
    """Whether a piece that stayed is too little to stand between the changes around it."""
    if number == 0 or number == len(run) - 1:
        return False
    words = re.findall(r"\w+", run[number].text)
    # A single word is given up only between two replacements: "soll sie wegbleiben" for
    # "bleibt sie weg".
    replaced = [ADDED, REMOVED]
    before = [piece.kind for piece in run[max(0, number - 2) : number]]
    after = [piece.kind for piece in run[number + 1 : number + 3]]
    return not words or (len(words) == 1 and sorted(before) == sorted(after) == replaced)


def _change(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece(REMOVED, gone)
    if come:
        yield Piece(ADDED, come)
