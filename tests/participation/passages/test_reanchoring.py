"""A passage is found again, or it stays where it was said: never a wrong place."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.enums import AnchorState
from participation.reanchoring import Paragraph, Passage, Reanchoring

pytestmark = pytest.mark.req("B3")

OPEN_DATA = (
    "Die Verwaltung veröffentlicht ihre Daten offen, aktuell und in Formaten, "
    "die Maschinen lesen können. Ausnahmen begründet sie öffentlich."
)
LEARNING = (
    "Berlin lernt aus jedem Versuch: Was nicht gelingt, wird ebenso aufgeschrieben "
    "wie das, was gelingt, damit andere es nicht wiederholen müssen."
)
PEOPLE = (
    "Wer kein Telefon mit Kamera besitzt, erhält dieselbe Leistung am Schalter, "
    "ohne Aufpreis und ohne längere Wartezeit als andere."
)


def text(*paragraphs, section="ziele", first=1):
    return [
        Paragraph(section, f"block-{number}", number - first + 1, words)
        for number, words in enumerate(paragraphs, start=first)
    ]


def find(before, after, quote=None, *, paragraph=0):
    """Where the quote (or the whole paragraph) stands afterwards: its state and its words."""
    origin = before[paragraph]
    quote = origin.text if quote is None else quote
    start = origin.text.index(quote)
    place = Reanchoring(before, after).place(
        Passage(origin.section, origin.block, start, start + len(quote))
    )
    found = place.paragraph.text[place.start : place.end] if place.paragraph else None
    return place.state, found


def test_what_nobody_touched_is_kept_to_the_character():
    before = text(OPEN_DATA, LEARNING)

    assert find(before, before, "aktuell") == (AnchorState.KEPT, "aktuell")


def test_a_sentence_is_kept_when_only_its_neighbours_change():
    after = text(OPEN_DATA.replace("Ausnahmen begründet sie öffentlich.", "Sonst sagt sie warum."))

    quote = OPEN_DATA.split(". ")[0]
    assert find(text(OPEN_DATA), after, quote) == (AnchorState.KEPT, quote)


def test_a_typo_that_is_mended_moves_the_remark_along():
    before = text(OPEN_DATA.replace("aktuell", "aktuel"), LEARNING)

    assert find(before, text(OPEN_DATA, LEARNING)) == (AnchorState.MOVED, OPEN_DATA)
    assert find(before, text(OPEN_DATA, LEARNING), "Daten offen, aktuel und in Formaten, die") == (
        AnchorState.MOVED,
        "Daten offen, aktuell und in Formaten, die",
    )


def test_a_paragraph_that_moves_to_another_section_takes_its_remarks_along():
    after = [*text(LEARNING), *text(OPEN_DATA, section="anderswo", first=7)]

    assert find(text(OPEN_DATA, LEARNING), after) == (AnchorState.MOVED, OPEN_DATA)


def test_a_paragraph_before_it_does_not_make_it_another_one():
    """Paragraphs of one block are numbered, so a new one takes the next one's name."""
    after = text(PEOPLE, OPEN_DATA, LEARNING)

    assert find(text(OPEN_DATA, LEARNING), after) == (AnchorState.MOVED, OPEN_DATA)
    assert find(text(OPEN_DATA, LEARNING), after, "aktuell") == (AnchorState.MOVED, "aktuell")


def test_a_sentence_of_a_split_paragraph_is_found_in_its_half():
    first, second = OPEN_DATA.split(". ")

    after = text(first + ".", second)

    assert find(text(OPEN_DATA), after, first) == (AnchorState.KEPT, first)
    assert find(text(OPEN_DATA), after, second)[0] == AnchorState.ORPHANED


def test_a_merged_paragraph_is_found_within_the_longer_one():
    merged = f"{PEOPLE} {LEARNING}"

    assert find(text(PEOPLE, LEARNING), text(merged), paragraph=1) == (AnchorState.MOVED, LEARNING)


def test_another_spelling_of_the_same_letters_is_the_same_text():
    spelled = unicodedata.normalize("NFD", LEARNING).replace("wiederholen", "wieder\u00adholen")

    state, found = find(text(LEARNING), text(spelled), "müssen")

    assert state == AnchorState.KEPT
    assert unicodedata.normalize("NFC", found) == "müssen"


def test_a_removed_paragraph_never_falls_upon_its_twin():
    twins = text(
        "Bis 2025 bekommt jeder Bezirk ein eigenes Labor für digitale Angebote.",
        "Bis 2026 bekommt jeder Bezirk ein eigenes Labor für digitale Angebote.",
    )

    assert find(twins, twins[1:]) == (AnchorState.ORPHANED, None)


def test_of_two_twins_in_the_new_text_none_is_chosen():
    before = text("Bis 2025 bekommt jeder Bezirk ein eigenes Labor für digitale Angebote.")
    after = text(
        "Bis 2027 bekommt jeder Bezirk ein eigenes Labor für digitale Angebote.",
        "Bis 2028 bekommt jeder Bezirk ein eigenes Labor für digitale Angebote.",
    )

    assert find(before, after) == (AnchorState.ORPHANED, None)


def test_a_phrase_that_returns_in_another_sentence_is_not_the_same_phrase():
    before = text(f"In jedem Fall gilt der Vorrang {OPEN_DATA}", LEARNING)
    after = text(PEOPLE, f"{LEARNING} In jedem Fall gilt der Zweifel.")

    assert find(before, after, "In jedem Fall gilt der") == (AnchorState.ORPHANED, None)


def test_a_removed_sentence_does_not_fall_upon_a_similar_one_beside_it():
    before = text(f"Die Stadt hilft dem Amt. Die Stadt hilft den Leuten. {LEARNING}")
    after = text(f"Die Stadt hilft den Menschen. {LEARNING}")

    assert find(before, after, "Die Stadt hilft dem Amt.") == (AnchorState.ORPHANED, None)


def test_a_short_heading_is_recognised_in_its_own_place_only():
    before = text("Ziele", LEARNING)

    assert find(before, before) == (AnchorState.KEPT, "Ziele")
    assert find(before, text("Ziele", section="anderswo")) == (AnchorState.ORPHANED, None)


@pytest.mark.parametrize("after", [[], text(""), text("\u200b", "…", "—")])
def test_an_emptied_section_leaves_orphans(after):
    assert find(text(OPEN_DATA), after) == (AnchorState.ORPHANED, None)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 5), (900, 950), (6, 7)])
def test_a_span_that_holds_no_word_is_an_orphan(start, end):
    before = [Paragraph("ziele", "a", 1, "Worte  und mehr davon")]
    spaced = [Paragraph("ziele", "a", 1, "Worte   und mehr")]

    place = Reanchoring(before, spaced).place(Passage("ziele", "a", start, end))

    assert place.state == AnchorState.ORPHANED


# -- Hostile edits, invented by the machine ------------------------------------------------------

FILLERS = [f"wort{letter}{number}" for letter in "abcdefgh" for number in range(12)]


class Text:
    """A version whose sentences remember which sentence of the first version they come from."""

    def __init__(self, paragraphs):
        # paragraph: [name, [(origin, [words])]]
        self.paragraphs = paragraphs

    def copy(self):
        return Text([[name, [(o, list(w)) for o, w in s]] for name, s in self.paragraphs])

    def rows(self):
        places = {}
        found = []
        for (section, block), sentences in self.paragraphs:
            places[section] = places.get(section, 0) + 1
            words = " ".join(" ".join(words) + "." for _origin, words in sentences)
            found.append(Paragraph(section, block, places[section], words))
        return found

    def spans(self, number):
        """(origin, start, end) of each sentence in the paragraph."""
        at = 0
        for origin, words in self.paragraphs[number][1]:
            size = len(" ".join(words)) + 1
            yield origin, at, at + size
            at += size + 1


def invent(dice):
    """Paragraphs of one to four sentences; many are nearly the same as an earlier one."""
    paragraphs, known = [], []
    for number in range(dice.randint(1, 9)):
        sentences = []
        for _ in range(dice.randint(1, 4)):
            if known and dice.random() < 0.5:
                words = list(dice.choice(known))
                for _change in range(dice.randint(1, 2)):
                    words[dice.randrange(len(words))] = dice.choice(FILLERS)
            else:
                words = [dice.choice(FILLERS) for _ in range(dice.randint(2, 14))]
            known.append(words)
            sentences.append(((number, len(sentences)), words))
        name = (f"abschnitt-{number % 3}", f"block-{number}")
        paragraphs.append([name, sentences])
    return Text(paragraphs)


def edit(version, dice):
    """A few changes as editors make them, and as nobody should."""
    for _ in range(dice.randint(0, 6)):
        rows = version.paragraphs
        if not rows:
            return
        one = dice.randrange(len(rows))
        name, sentences = rows[one]
        what = dice.choice(["typo", "remove", "swap", "split", "merge", "insert", "empty", "move"])
        if what == "typo" and sentences:
            words = dice.choice(sentences)[1]
            at = dice.randrange(len(words))
            words[at] = words[at] + "x"
        elif what == "remove" and sentences:
            del sentences[dice.randrange(len(sentences))]
        elif what == "empty":
            del rows[one]
        elif what == "swap":
            other = dice.randrange(len(rows))
            # The words change places, the names of the paragraphs stay: numbered blocks do that.
            rows[one][1], rows[other][1] = rows[other][1], rows[one][1]
        elif what == "split" and len(sentences) > 1:
            at = dice.randrange(1, len(sentences))
            rows[one][1] = sentences[:at]
            rows.insert(one + 1, [(name[0], f"neu-{dice.random()}"), sentences[at:]])
        elif what == "merge" and one + 1 < len(rows):
            sentences.extend(rows.pop(one + 1)[1])
        elif what == "insert":
            words = [dice.choice(FILLERS) for _ in range(dice.randint(2, 14))]
            rows.insert(one, [(name[0], f"neu-{dice.random()}"), [(None, words)]])
        elif what == "move" and sentences:
            sentence = sentences.pop(dice.randrange(len(sentences)))
            dice.choice(rows)[1].append(sentence)


@settings(max_examples=400, deadline=None)
@given(seed=st.integers(0, 2**40), whole=st.booleans())
def test_hostile_edits_never_lead_to_a_false_match(seed, whole):
    dice = random.Random(seed)  # noqa: S311  invents texts, keeps no secret
    before = invent(dice)
    after = before.copy()
    edit(after, dice)
    old, new = before.rows(), after.rows()
    reanchoring = Reanchoring(old, new)

    for number, paragraph in enumerate(old):
        for origin, start, end in before.spans(number):
            start, end = (0, len(paragraph.text)) if whole else (start, end)
            quote = paragraph.text[start:end]
            place = reanchoring.place(Passage(paragraph.section, paragraph.block, start, end))
            if place.state == AnchorState.ORPHANED:
                assert place.paragraph is None
                continue
            landed = new.index(place.paragraph)
            found = place.paragraph.text[place.start : place.end]
            assert found
            touched = {
                source
                for source, from_, to in after.spans(landed)
                if from_ < place.end and to > place.start
            }
            origins = {o for o, _s, _e in before.spans(number)} if whole else {origin}
            # It is the same sentence as before, or word for word what was quoted.
            assert touched & origins or found == quote, (quote, found)
            if place.state == AnchorState.KEPT:
                assert (place.paragraph.section, place.paragraph.block) == paragraph.name


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(max_size=40), max_size=6),
    st.lists(st.text(max_size=40), max_size=6),
    st.integers(0, 40),
    st.integers(0, 40),
)
def test_any_text_gives_an_answer_within_the_paragraph(before, after, start, end):
    old, new = text(*before), text(*after)
    reanchoring = Reanchoring(old, new)

    for paragraph in old:
        place = reanchoring.place(Passage(paragraph.section, paragraph.block, start, end))
        if place.paragraph is not None:
            assert place.paragraph in new
            assert 0 <= place.start < place.end <= len(place.paragraph.text)


def test_most_honest_edits_keep_their_remarks():
    """Refusing everything would be safe as well: typos alone must not cost remarks."""
    dice = random.Random(20)  # noqa: S311  invents texts, keeps no secret
    kept = lost = 0
    for _ in range(60):
        words = [[f"w{dice.randrange(400)}" for _ in range(14)] for _ in range(8)]
        before = text(*(" ".join(row) for row in words))
        for row in words:
            row[dice.randrange(14)] += "x"
        reanchoring = Reanchoring(before, text(*(" ".join(row) for row in words)))
        for row in before:
            place = reanchoring.place(Passage(row.section, row.block, 0, len(row.text)))
            is_right = place.paragraph is not None and place.paragraph.block == row.block
            kept, lost = kept + is_right, lost + (not is_right)
    assert (kept, lost) == (480, 0)
