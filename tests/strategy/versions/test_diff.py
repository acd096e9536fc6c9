"""What changed between two texts is told as people would tell it."""

import pytest

from strategy.version_diff import ADDED, CHANGED, REMOVED, SAME, compare, compare_words
from tests.factories.participation import HOSTILE
from tests.factories.versions import section

pytestmark = pytest.mark.req("A8")


def told(comparison):
    return [(part.kind, part.is_moved, part.anchor) for part in comparison.sections]


def pieces(before, after):
    return [(piece.kind, piece.text) for piece in compare_words(before, after).pieces]


def test_equal_texts_have_no_changes():
    texts = [section("a", "Eins.", HOSTILE), section("b", "Zwei.")]

    comparison = compare(texts, texts)

    assert told(comparison) == [(SAME, False, "a"), (SAME, False, "b")]
    assert not comparison.has_changes


def test_a_changed_word_is_named_and_its_neighbours_stay():
    assert pieces("Die Stadt gehört allen.", "Die Stadt dient allen.") == [
        (SAME, "Die Stadt"),
        (REMOVED, " gehört"),
        (ADDED, " dient"),
        (SAME, " allen."),
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("eins zwei drei", "eins drei"),
        ("Ämter, Bezirke und Land", "Bezirke, Ämter und das ganze Land"),
        (HOSTILE, HOSTILE + " mehr"),
        ("Bürger:innen", "Bürgerinnen und Bürger"),
        ("a", "b"),
    ],
)
def test_no_word_of_either_text_is_lost(before, after):
    change = compare_words(before, after)

    assert "".join(piece.text for piece in change.before).strip() == before
    assert "".join(piece.text for piece in change.after).strip() == after


def test_changes_with_only_a_comma_between_are_read_as_one():
    assert pieces("alt, grau und gut", "neu, bunt und gut") == [
        (REMOVED, "alt, grau"),
        (ADDED, "neu, bunt"),
        (SAME, " und gut"),
    ]


def test_a_single_word_between_two_replacements_is_read_with_them():
    assert pieces("Dort soll sie wegbleiben.", "Dort bleibt sie weg.") == [
        (SAME, "Dort"),
        (REMOVED, " soll sie wegbleiben"),
        (ADDED, " bleibt sie weg"),
        (SAME, "."),
    ]


def test_added_and_removed_sections_stand_where_they_belong():
    before = [section("a", "Eins."), section("weg", "Ganz anderes."), section("b", "Zwei.")]
    after = [section("a", "Eins."), section("b", "Zwei."), section("neu", "Noch nie gesagt.")]

    assert told(compare(before, after)) == [
        (SAME, False, "a"),
        (REMOVED, False, "weg"),
        (SAME, False, "b"),
        (ADDED, False, "neu"),
    ]


def test_the_one_section_that_changed_its_place_is_moved_and_not_its_neighbours():
    a, b, c, d = (section(name, f"Text von {name}.") for name in "abcd")

    comparison = compare([a, b, c, d], [d, a, b, c])

    assert told(comparison) == [
        (SAME, True, "d"),
        (SAME, False, "a"),
        (SAME, False, "b"),
        (SAME, False, "c"),
    ]


def test_a_section_in_another_chapter_says_where_it_came_from():
    before = [section("a", "Text.", chapter="warum", chapter_title="Warum")]
    after = [section("a", "Text.", chapter="werte", chapter_title="Werte")]

    change = compare(before, after).sections[0]

    assert (change.is_moved, change.chapter_before, change.chapter) == (True, "Warum", "Werte")


def test_a_chapter_with_a_new_address_did_not_move_its_sections():
    before = [section("a", "Text.", chapter="alt", chapter_title="Werte")]
    after = [section("a", "Text.", chapter="neu", chapter_title="Werte")]

    assert told(compare(before, after)) == [(SAME, False, "a")]


def test_a_section_with_a_new_anchor_is_known_by_its_block_and_else_by_its_words():
    words = "Niemand soll für einen Antrag zweimal zum Amt gehen müssen."
    before = [section("a", "Eins.", block_id="x"), section("b", words, heading="Einmal")]
    after = [
        section("neu", "Ganz neu.", block_id="x"),
        section("auch-neu", words + " Nie.", heading="Einmal", block_id="y"),
    ]

    assert told(compare(before, after)) == [
        (CHANGED, False, "neu"),
        (CHANGED, False, "auch-neu"),
    ]


def test_a_paragraph_between_others_is_added_without_touching_them():
    before = [section("a", "Erster Absatz bleibt.", "Zweiter Absatz bleibt auch.")]
    after = [
        section("a", "Erster Absatz bleibt.", "Dazwischen Neues.", "Zweiter Absatz bleibt doch.")
    ]

    change = compare(before, after).sections[0]

    assert [part.kind for part in change.paragraphs] == [SAME, ADDED, CHANGED]


def test_a_new_heading_alone_is_a_change():
    change = compare([section("a", "T.", heading="Alt")], [section("a", "T.", heading="Neu")])

    assert change.changed_count == 1
    assert change.sections[0].heading.kind == CHANGED


def test_nothing_against_something_and_nothing_at_all():
    assert compare([], []).sections == ()
    assert compare([], [section("a")]).added_count == 1
    assert compare([section("a")], []).removed_count == 1


def test_enormous_texts_are_replaced_instead_of_compared():
    before, after = "wort " * 3_000, "anderes " * 3_000

    assert [kind for kind, _text in pieces(before, after)] == [REMOVED, ADDED]


def test_hundreds_of_strange_sections_are_not_compared_pairwise():
    before = [section(f"alt-{n}", f"Alter Text {n}") for n in range(60)]
    after = [section(f"neu-{n}", f"Alter Text {n}") for n in range(60)]

    assert compare(before, after).removed_count == 60
