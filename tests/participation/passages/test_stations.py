"""Stations in a page's own HTML: each at its own paragraph, or none."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.stations import with_stations
from strategy.section_texts import paragraphs_of

pytestmark = pytest.mark.req("B3")

# Few words, so that paragraphs repeat each other and contain one another.
WORDS = st.lists(
    st.sampled_from(["Rad", "weg", "<b>Rad</b>", "&amp;", "\u00a0", "ziele--1"]), max_size=4
)
SENTENCE = WORDS.map(" ".join)
ITEM = st.builds(
    lambda words, inner: f"<li>{words}{inner}</li>",
    SENTENCE,
    st.sampled_from(["", "<ul><li>Rad</li></ul>", "<ol><li>Rad weg</li><li></li></ol>"]),
)
PROSE = st.lists(
    st.one_of(
        SENTENCE.map(lambda words: f"<p>{words}</p>"),
        SENTENCE.map(lambda words: f"<h3>{words}</h3>"),
        st.lists(ITEM, max_size=3).map(lambda items: f"<ul>{''.join(items)}</ul>"),
    ),
    max_size=6,
).map("".join)
FACT = st.builds(lambda label, value: {"label": label, "value": value}, SENTENCE, SENTENCE)


def station(place):
    return f'<span class="station">{place}</span>'


def bare(text):
    return re.sub(r"\s+", "", text)


def place(tag):
    return int(tag["id"].rpartition("--")[2])


@settings(max_examples=150, deadline=None)
@given(blocks=st.lists(PROSE, max_size=3), facts=st.lists(FACT, max_size=2))
def test_a_station_never_stands_at_another_paragraphs_words(blocks, facts):
    raw = [{"type": "text", "value": html} for html in blocks]
    raw.append({"type": "facts", "value": [{"value": fact} for fact in facts]})
    content = paragraphs_of(raw)
    html = "".join(blocks) + "".join(
        f"<dl><dt>{fact['label']}</dt><dd>{fact['value']}</dd></dl>" for fact in facts
    )

    soup = BeautifulSoup(with_stations(html, content, "ziele", station), "html.parser")

    stations = soup.select(".station")
    assert [tag.parent["id"] for tag in stations] == [tag.get_text() for tag in stations]
    for tag in stations:
        tag.extract()
    marked = soup.select("[id]")
    assert [place(tag) for tag in marked] == sorted({place(tag) for tag in marked})
    for tag in marked:
        for inner in tag.find_all(["ul", "ol"]):
            inner.extract()
        part = content[place(tag) - 1]
        assert bare(part["text"]).endswith(bare(tag.get_text()))
        if not tag.has_attr("data-whole"):
            assert bare(part["text"]) == bare(tag.get_text())


@pytest.mark.parametrize(
    "html", ["<p>Ganz anders</p>", "", "<h2>Rad</h2>", "<td>Rad</td>", '<p id="schon">Rad</p>']
)
def test_where_the_words_are_not_found_nothing_is_added(html):
    content = [{"block": "1", "kind": "text", "text": "Rad"}]

    assert with_stations(html, content, "ziele", station) == html


def test_what_the_page_shows_stays_as_it_was():
    html = '<p>Ein <a href="/x/?a=1&amp;b=2">Rad</a>, „zwei“ <b>Räder</b></p><p><br/>Rad</p>'
    content = [{"block": "1", "kind": "text", "text": "Ein Rad, „zwei“ Räder"}]

    found = with_stations(html, content, "ziele", lambda place: "<i>o</i>")

    assert found == html.replace("<p>Ein", '<p id="ziele--1">Ein').replace(
        "</b></p>", "</b><i>o</i></p>"
    )
