"""What a section says, as plain paragraphs with the ids of their blocks."""

import pytest

from strategy.section_texts import paragraphs_of
from strategy.seed.markup import sections_from

pytestmark = pytest.mark.req("A8", "B3")


def words(body):
    return [(part["kind"], part["text"]) for part in paragraphs_of(body)]


def seeded(text):
    return sections_from(f"## Titel\n{text}", "de:test")[0]["value"]["body"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eins **zwei**.\n\nDrei.", [("text", "Eins zwei."), ("text", "Drei.")]),
        ("### Klein\nText.", [("heading", "Klein"), ("text", "Text.")]),
        ("- a\n- b", [("bullet", "a"), ("bullet", "b")]),
        ("1. a\n2. b", [("number", "a"), ("number", "b")]),
        ("::: facts\nWann | Heute\n:::", [("fact", "Wann: Heute")]),
        ("::: steps\nErst | so\nDann\n:::", [("step", "Erst: so"), ("step", "Dann")]),
        ("::: quote Alle\nOh!\n:::", [("quote", "„Oh!“ (Alle)")]),
        ("::: notice info Halt\nLies.\n:::", [("heading", "Halt"), ("text", "Lies.")]),
        ("::: accordion\n? Wer\nWir.\n:::", [("heading", "Wer"), ("text", "Wir.")]),
        (
            "::: table Liste\nA | B\n1 | 2\n:::",
            [("caption", "Liste"), ("columns", "A | B"), ("row", "1 | 2")],
        ),
    ],
)
def test_every_kind_of_block_becomes_paragraphs(text, expected):
    assert words(seeded(text)) == expected


def test_an_image_says_its_caption_or_its_alternative():
    figure = {"type": "figure", "id": "x", "value": {"caption": "", "image": {"alt_text": "Baum"}}}

    assert words([figure]) == [("figure", "Baum")]


def test_a_list_in_a_list_is_told_once():
    html = "<ul><li>außen<ul><li>innen</li></ul></li></ul>"

    assert words([{"type": "text", "value": html, "id": "x"}]) == [
        ("bullet", "außen"),
        ("bullet", "innen"),
    ]


def test_each_paragraph_has_an_id_of_its_own_that_begins_with_its_block():
    block = {"type": "text", "value": "<p>a</p><p></p><p>b</p><p>c</p>", "id": "x"}

    assert [part["block"] for part in paragraphs_of([block])] == ["x", "x.2", "x.3"]


def test_an_unknown_block_is_an_error_and_never_left_out():
    with pytest.raises(ValueError, match="video"):
        paragraphs_of([{"type": "video", "value": "", "id": "x"}])
