"""The content checks: pure questions about pieces of text, however hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gdb_portal.core.content_checks import (
    Heading,
    Picture,
    RichText,
    Words,
    check,
    links_in,
    long_words,
    sentences,
)
from gdb_portal.core.content_rules import ERRORS, REMEDIES, Rule
from gdb_portal.core.rich_text import Link, read_html


def rules(*pieces, **options):
    return [problem.rule for problem in check(pieces, **options)]


def rich(html):
    return RichText("Abschnitt", "b1", html)


def test_every_rule_says_how_to_mend_it():
    assert set(REMEDIES) == set(Rule)
    assert set(Rule) > ERRORS


def test_a_well_made_text_has_no_problem():
    html = (
        '<p>Lesen Sie <a linktype="page" id="3">die Strategie</a>.</p>'
        "<h3>Ziele</h3><p>Kurz.</p><h4>Erstes Ziel</h4><h3>Wege</h3>"
    )

    assert rules(Heading("A", "b", 2, "A"), rich(html), Picture("A", "b", "Ein Platz")) == []


@pytest.mark.parametrize("alternative", ["", "   ", "\u200b", "\u00ad \u2060", "\n\t", None])
@pytest.mark.req("K1")
def test_a_picture_without_words_is_an_error(alternative):
    problems = check([Picture("Galerie", "b7", alternative or "")])

    assert [(one.rule, one.is_error, one.place, one.block) for one in problems] == [
        (Rule.PICTURE_WITHOUT_ALTERNATIVE, True, "Galerie", "b7")
    ]


def test_decoration_needs_no_words():
    assert rules(Picture("A", "b", "", is_decorative=True)) == []


@pytest.mark.parametrize("name", ["IMG_1234.JPG", "dsc00042", "foto.webp", "Scan_20240102"])
def test_a_file_name_describes_nothing(name):
    assert rules(Picture("A", "b", name)) == [Rule.FILE_NAME_AS_ALTERNATIVE]


def test_a_year_in_a_description_is_no_file_name():
    assert rules(Picture("A", "b", "Der Hardenbergplatz im Jahr 2025")) == []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/x/"></a>',
        '<a href="/x/"> &nbsp;&#8203;</a>',
        '<a href="/x/"><b><i></i></b></a>',
        '<a linktype="page" id="4"><br/></a>',
        '<a href="/x/"><script>alert("Worte")</script></a>',
        '<a href="/x/"><!-- Worte --></a>',
        '<a href="/x/"><img src="x.jpg" alt=""></a>',
        '<A HREF="/x/">',
        '<p><a href="/x/"></p><p><a href="/y/">Ziele</a></p><a href="/z/">',
    ],
)
@pytest.mark.req("K1")
def test_a_link_that_says_nothing_to_anybody_is_an_error(html):
    assert Rule.LINK_WITHOUT_TEXT in rules(rich(html))


def test_a_picture_says_where_its_link_leads():
    html = '<a href="/x/"><img src="x.jpg" alt="Zur Karte der Bezirke"></a>'

    assert rules(rich(html)) == []


@pytest.mark.parametrize(
    "words", ["hier", "Hier.", "» mehr", "KLICKEN SIE HIER!", "hi\u00ader", "Quelle", "→", "..."]
)
def test_words_that_name_no_target_are_pointed_out(words):
    problems = check([rich(f'<p>Mehr dazu <a href="/x/">{words}</a></p>')])

    assert [(one.rule, one.is_error) for one in problems] == [(Rule.LINK_SAYS_NOTHING, False)]


def test_an_address_is_no_link_text():
    html = '<a href="https://example.org/a">https://example.org/a</a>'

    assert rules(rich(html)) == [Rule.ADDRESS_AS_LINK_TEXT]


def test_an_anchor_without_target_is_no_link():
    assert rules(rich('<a name="oben"></a><a id="x"></a>')) == []


def test_broken_links_are_told_by_their_words():
    broken = Link("die Karte", kind="page", target="9")
    html = '<a linktype="page" id="9">die Karte</a> <a linktype="page" id="8">die Liste</a>'

    problems = check([rich(html)], is_broken=lambda link: link == broken)

    assert [(one.rule, one.quotes) for one in problems] == [(Rule.BROKEN_LINK, ("die Karte",))]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h3>Ziele</h3><h4>Erstes</h4>", []),
        ("<h4>Erstes</h4>", [Rule.SKIPPED_LEVEL]),
        ("<h3>A</h3><h4>B</h4><h6>C</h6>", [Rule.SKIPPED_LEVEL]),
        ("<h3>A</h3><h4>B</h4><h3>C</h3><h4>D</h4>", []),
        ("<h3> &nbsp;</h3>", [Rule.EMPTY_HEADING]),
        ("<h3>A<h4>B", []),
        ("<H4>Laut</H4>", [Rule.SKIPPED_LEVEL]),
        ("<h3><script>x</script></h3>", [Rule.EMPTY_HEADING]),
    ],
)
def test_headings_follow_each_other(html, expected):
    assert rules(Heading("A", "b", 2, "A"), rich(html)) == expected


def test_heading_levels_go_on_over_the_blocks():
    pieces = [Heading("A", "b", 2, "A"), rich("<h3>B</h3>"), rich("<h4>C</h4>")]

    assert rules(*pieces) == []


def test_errors_come_first_then_the_order_of_the_page():
    pieces = [
        RichText("Eins", "1", '<a href="/x/">hier</a>'),
        RichText("Zwei", "2", "<h6>Tief</h6>"),
        Picture("Drei", "3"),
    ]

    assert [one.place for one in check(pieces)] == ["Drei", "Eins", "Zwei"]


def test_long_sentences_matter_in_easy_language_only():
    text = "Wir gehen jeden Tag mit dem Hund in den Park und dann nach Hause zurück."

    assert rules(Words("Einleitung", "", text)) == []
    problems = check([Words("Einleitung", "", text)], is_simple=True)
    assert [(one.rule, one.quotes) for one in problems] == [(Rule.LONG_SENTENCE, (text,))]


def test_paragraphs_and_items_end_sentences():
    html = "<ul>" + "<li>Eins zwei drei vier fünf</li>" * 6 + "</ul>Das ist ein Satz<br>Noch einer"

    assert rules(rich(html), is_simple=True) == []


def test_hyphens_and_middle_dots_make_long_words_readable():
    assert long_words("Digitalisierungsstrategie") == ["Digitalisierungsstrategie"]
    assert long_words("Digital·strategie Digital-Strategie Verwaltung") == []
    assert long_words("ÄÖÜäöüßÄÖÜäöüß!") == []
    assert long_words("ÄÖÜäöüßÄÖÜäöüßx") == ["ÄÖÜäöüßÄÖÜäöüßx"]


def test_many_findings_of_one_place_are_one_problem_with_examples():
    words = " ".join(f"Wortungetümersatz{letter * 3}." for letter in "abcdefgh")

    (problem,) = check([Words("A", "", words)], is_simple=True)

    assert (len(problem.quotes), problem.more) == (4, 4)


def test_quotes_are_short_and_show_no_unseen_characters():
    (problem,) = check([rich(f'<a href="/x/">https://example.org/{"a" * 500}\u202e</a>')])

    assert len(problem.quotes[0]) == 90
    assert "\u202e" not in problem.quotes[0]


def test_sentences_without_words_are_none():
    assert sentences("... !? – Ja. Nein") == ["– Ja.", "Nein"]


def test_script_and_style_are_not_read():
    reading = read_html("<p>Vorn<script>if (a < b) '</p>'</script><style>p{}</style> hinten</p>")

    assert reading.paragraphs == ["Vorn hinten"]


def test_wagtails_own_embeds_are_pictures():
    assert rules(rich('<embed embedtype="image" id="3" alt="" format="left"/>')) == [
        Rule.PICTURE_WITHOUT_ALTERNATIVE
    ]
    assert rules(rich('<embed embedtype="media" url="https://example.org/"/>')) == []


def test_links_are_collected_from_all_pieces():
    pieces = [rich('<a href=" /x/ ">Eins</a>'), Words("A", "", "x"), rich('<a href="#y">Zwei</a>')]

    assert [(link.words, link.href) for link in links_in(pieces)] == [
        ("Eins", "/x/"),
        ("Zwei", "#y"),
    ]


@given(st.text(alphabet="<>/=\"'& ahbrefimgscript34!-\u00ad\u200b\n", max_size=200))
def test_no_text_breaks_the_reader(html):
    reading = read_html(html)

    assert all("<script" not in text or "<script" in html for text in reading.paragraphs)
    check([rich(html)], is_simple=True)


def test_deeply_nested_text_is_read_in_time_that_grows_with_its_length():
    depth = 20_000

    assert read_html("<b>" * depth + "Wort").paragraphs == ["Wort"]
    assert len(read_html('<a href="/x/">' * depth).links) == depth
