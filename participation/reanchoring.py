"""Where a passage of one version stands in another: kept, moved, or not found – never guessed.

Pure: it knows paragraphs and places, nothing of the database. A wrong place would put words into
people's mouths, so every step asks two questions: is it similar enough, and is nothing else nearly
as similar, on either side? If in doubt, the passage stays with the version it was said about.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Final

from .enums import AnchorState

# So much of the words must be the same, and so much more than in the second best place.
SIMILAR_ENOUGH: Final = 0.75
CLEARLY_BETTER: Final = 0.1
# Fewer words than this say too little to be recognised anywhere but in their own place.
WORDS_TO_RECOGNISE: Final = 5
# So many words are recognised among any others; fewer only beside a neighbour they had before.
WORDS_WITHOUT_NEIGHBOURS: Final = 8
NEIGHBOURS: Final = 3
SENTENCE_ENDS: Final = frozenset(".!?:;")

# Letters with their combining marks, and the characters that nobody sees; or one other sign.
TOKEN: Final = re.compile(r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]+|[^\w\s]")
UNSEEN: Final = dict.fromkeys([0xAD, *range(0x200B, 0x200E), 0x2060, 0xFEFF])
SAME_SIGN: Final = str.maketrans("“”„«»’‘‚–—‑", '"""""\'\'\'---')


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`section` and `block` together are its name within a version; `place` counts from one."""

    section: str
    block: str
    place: int
    text: str

    @property
    def name(self) -> tuple[str, str]:
        return self.section, self.block


@dataclass(frozen=True, slots=True)
class Passage:
    """The characters [start, end) of a paragraph, as Python counts them."""

    section: str
    block: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where a passage stands now; an orphan has no paragraph."""

    state: AnchorState
    paragraph: Paragraph | None = None
    start: int = 0
    end: int = 0


ORPHAN: Final = Place(AnchorState.ORPHANED)


@dataclass(frozen=True, slots=True)
class _Words:
    """A text as the comparable words in it, each with where it stands."""

    tokens: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The words that the characters [start, end) touch, as a half-open range."""
        touched = [
            number for number, (from_, to) in enumerate(self.spans) if from_ < end and to > start
        ]
        return (touched[0], touched[-1] + 1) if touched else (0, 0)

    def find(self, wanted: Sequence[str]) -> list[int]:
        size = len(wanted)
        if not size:
            return []
        return [
            number
            for number in range(len(self.tokens) - size + 1)
            if self.tokens[number : number + size] == tuple(wanted)
        ]


def words_of(text: str) -> _Words:
    """The same words written with other code points or other signs are the same."""
    tokens, spans = [], []
    for match in TOKEN.finditer(text):
        word = unicodedata.normalize("NFC", match.group().translate(UNSEEN)).translate(SAME_SIGN)
        if word:
            tokens.append(word.casefold())
            spans.append(match.span())
    return _Words(tuple(tokens), tuple(spans))


class Reanchoring:
    """From one version to another; what is asked often is computed once."""

    def __init__(self, before: Iterable[Paragraph], after: Iterable[Paragraph]) -> None:
        self.before = [(row, words_of(row.text)) for row in before]
        self.after = [(row, words_of(row.text)) for row in after]
        self._before_by_name = {row.name: number for number, (row, _) in enumerate(self.before)}
        self._after_by_name = {row.name: number for number, (row, _) in enumerate(self.after)}
        self._partners: dict[int, int | None] = {}
        self._places: dict[Passage, Place] = {}

    def place(self, passage: Passage) -> Place:
        """The same passage is often asked for: many people comment on one paragraph."""
        if passage not in self._places:
            self._places[passage] = self._place(passage)
        return self._places[passage]

    def _place(self, passage: Passage) -> Place:
        old = self._before_by_name.get((passage.section, passage.block))
        if old is None or not passage.start < passage.end <= len(self.before[old][0].text):
            return ORPHAN
        first, last = self.before[old][1].between(passage.start, passage.end)
        if first == last:
            return ORPHAN
        return (
            self._in_the_same_place(old, passage, first, last)
            or self._with_the_same_words(old, first, last)
            or self._in_a_similar_paragraph(old, first, last)
            or ORPHAN
        )

    def _in_the_same_place(self, old: int, passage: Passage, first: int, last: int) -> Place | None:
        """Its own paragraph still stands where it stood, word for word."""
        new = self._after_by_name.get(self.before[old][0].name)
        if new is None or self.before[old][1].tokens != self.after[new][1].tokens:
            return None
        paragraph, words = self.after[new]
        if paragraph.text == self.before[old][0].text:
            return Place(AnchorState.KEPT, paragraph, passage.start, passage.end)
        return self._placed(AnchorState.KEPT, new, first, last)

    def _with_the_same_words(self, old: int, first: int, last: int) -> Place | None:
        """The very words, enough to be recognised, once in the old text and once in the new."""
        wanted = self.before[old][1].tokens[first:last]
        if _word_count(wanted) < WORDS_TO_RECOGNISE:
            return None
        if sum(len(words.find(wanted)) for _row, words in self.before) != 1:
            return None
        found = [
            (number, place)
            for number, (_row, words) in enumerate(self.after)
            for place in words.find(wanted)
        ]
        if len(found) != 1:
            return None
        new, place = found[0]
        end = place + len(wanted)
        if _word_count(wanted) < WORDS_WITHOUT_NEIGHBOURS and not _has_neighbour(
            self.before[old][1].tokens, (first, last), self.after[new][1].tokens, (place, end)
        ):
            return None
        return self._placed(self._state(old, new), new, place, end)

    def _in_a_similar_paragraph(self, old: int, first: int, last: int) -> Place | None:
        """The paragraph was rewritten a little: follow the passage's words into it."""
        new = self._partner(old)
        if new is None:
            return None
        before, after = self.before[old][1].tokens, self.after[new][1].tokens
        wanted = before[first:last]
        if len(wanted) == len(before):
            start, end = 0, len(after)
        else:
            places = [
                match.b + shared - match.a
                for match in _matcher(before, after).get_matching_blocks()
                for shared in range(max(match.a, first), min(match.a + match.size, last))
            ]
            if not places:
                return None
            start, end = min(places), max(places) + 1
        score = _similarity(wanted, after[start:end])
        if score < SIMILAR_ENOUGH:
            return None
        # Nearly the same words elsewhere, in the old text or the new, may be the other ones.
        least = score - CLEARLY_BETTER
        if _is_rivalled(after[start:end], self.before, (old, first, last), least):
            return None
        if _is_rivalled(wanted, self.after, (new, start, end), least):
            return None
        # A paragraph put together from sentences that stood elsewhere is not the old one either.
        for sentence in _sentences(after[start:end]):
            own = max(_similarity(sentence, part) for part in _stretches(wanted, len(sentence)))
            if _is_rivalled(sentence, self.before, (old, first, last), own + 0.001):
                return None
        is_same = after[start:end] == wanted
        state = self._state(old, new) if is_same else AnchorState.MOVED
        return self._placed(state, new, start, end)

    def _partner(self, old: int) -> int | None:
        """The one new paragraph that clearly came from this one, and from no other."""
        if old not in self._partners:
            self._partners[old] = self._find_partner(old)
        return self._partners[old]

    def _find_partner(self, old: int) -> int | None:
        wanted = self.before[old][1].tokens
        if _word_count(wanted) < WORDS_TO_RECOGNISE:
            return None
        best, score = _clear_winner(wanted, [words.tokens for _row, words in self.after])
        if best is None:
            return None
        # Asked from the other side: another old paragraph may have the better claim to it.
        origin, _score = _clear_winner(
            self.after[best][1].tokens, [words.tokens for _row, words in self.before]
        )
        if origin != old:
            return None
        # A paragraph that kept its name belongs to the one that had this name before.
        name = self.after[best][0].name
        namesake = self._before_by_name.get(name)
        if namesake is not None and namesake != old:
            claim = _similarity(self.before[namesake][1].tokens, self.after[best][1].tokens)
            if claim > score - 2 * CLEARLY_BETTER:
                return None
        return best

    def _state(self, old: int, new: int) -> AnchorState:
        is_same_place = self.before[old][0].name == self.after[new][0].name
        return AnchorState.KEPT if is_same_place else AnchorState.MOVED

    def _placed(self, state: AnchorState, new: int, first: int, last: int) -> Place:
        paragraph, words = self.after[new]
        if first == 0 and last == len(words.tokens):
            return Place(state, paragraph, 0, len(paragraph.text))
        return Place(state, paragraph, words.spans[first][0], words.spans[last - 1][1])


def _clear_winner(
    wanted: Sequence[str], candidates: Sequence[Sequence[str]]
) -> tuple[int | None, float]:
    """The most similar candidate, if similar enough and clearly ahead of the second."""
    counted = Counter(wanted)
    least = SIMILAR_ENOUGH - CLEARLY_BETTER
    scored = sorted(
        (
            (_similarity(wanted, tokens), number)
            for number, tokens in enumerate(candidates)
            if _similarity_at_most(counted, len(wanted), tokens) >= least
        ),
        reverse=True,
    )
    if not scored or scored[0][0] < SIMILAR_ENOUGH:
        return None, 0.0
    if len(scored) > 1 and scored[0][0] - scored[1][0] < CLEARLY_BETTER:
        return None, 0.0
    return scored[0][1], scored[0][0]


def _has_neighbour(
    before: Sequence[str], old: tuple[int, int], after: Sequence[str], new: tuple[int, int]
) -> bool:
    """The words just before or just after are the same; an edge has no neighbours to compare."""
    left = before[max(0, old[0] - NEIGHBOURS) : old[0]]
    right = before[old[1] : old[1] + NEIGHBOURS]
    same_left = after[max(0, new[0] - NEIGHBOURS) : new[0]] == left
    same_right = after[new[1] : new[1] + NEIGHBOURS] == right
    return (same_left and len(left) == NEIGHBOURS) or (same_right and len(right) == NEIGHBOURS)


def _is_rivalled(
    wanted: Sequence[str],
    rows: Sequence[tuple[Paragraph, _Words]],
    own: tuple[int, int, int],
    least: float,
) -> bool:
    """Whether a stretch that shares nothing with one's own place is similar in this degree."""
    size, counted = len(wanted), Counter(wanted)
    for number, (_row, words) in enumerate(rows):
        for tokens in _apart(words.tokens, own[1:] if number == own[0] else (0, 0)):
            if not tokens or _similarity_at_most(counted, size, tokens, partly=True) < least:
                continue
            for stretch in _stretches(tokens, size):
                if (
                    _similarity_at_most(counted, size, stretch) >= least
                    and _similarity(wanted, stretch) >= least
                ):
                    return True
    return False


def _stretches(tokens: Sequence[str], size: int) -> list[Sequence[str]]:
    """All stretches of so many tokens; the whole if it is shorter."""
    return [tokens[at : at + size] for at in range(max(1, len(tokens) - size + 1))]


def _sentences(tokens: Sequence[str]) -> list[Sequence[str]]:
    """Its sentences that have words enough to be recognised."""
    ends = [number + 1 for number, token in enumerate(tokens) if token in SENTENCE_ENDS]
    pieces = [tokens[from_:to] for from_, to in pairwise([0, *ends, len(tokens)])]
    return [piece for piece in pieces if _word_count(piece) >= WORDS_TO_RECOGNISE]


def _apart(tokens: Sequence[str], own: tuple[int, int]) -> list[Sequence[str]]:
    """What lies before and what lies after one's own place."""
    return [tokens[: own[0]], tokens[own[1] :]]


def _similarity(one: Sequence[str], other: Sequence[str]) -> float:
    return _matcher(one, other).ratio()


def _similarity_at_most(
    counted: Counter[str], size: int, tokens: Sequence[str], *, partly: bool = False
) -> float:
    """A bound that is cheap to compute: the words they share in whatever order.

    `partly` bounds every stretch of `size` tokens among them.
    """
    total = size + (min(size, len(tokens)) if partly else len(tokens))
    return 2.0 * (counted & Counter(tokens)).total() / total if total else 0.0


def _matcher(one: Sequence[str], other: Sequence[str]) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one, other, autojunk=False)


def _word_count(tokens: Sequence[str]) -> int:
    return sum(any(sign.isalnum() for sign in token) for token in tokens)
