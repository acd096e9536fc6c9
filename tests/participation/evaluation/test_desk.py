"""The evaluation desk: finding, sorting, writing, exporting; and what everybody sees of it."""

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from participation.evaluation.models import Theme
from participation.evaluation.services import add_sources, publish_theme, quote_source
from participation.models import Comment
from tests.factories.evaluation import ThemeFactory
from tests.factories.pages import HomeFactory
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("E4")]


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def address(name, *args):
    return reverse(f"evaluation:{name}", args=args)


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def found(answer):
    return {int(one["value"]) for one in soup(answer).select("input[name=beitrag]")}


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.getvalue().decode())))


def test_contributions_are_found_by_word_kind_stance_label_theme_and_likeness(desk, topic):
    benches = CommentFactory(
        topic=topic, published=True, kind="suggestion", text="Mehr Bänke unter den Bäumen"
    )
    trees = CommentFactory(
        topic=topic, published=True, stance="for", text="Mehr Bänke und Bäume auf dem Platz"
    )
    buses = CommentFactory(topic=topic, published=True, text="Busse fahren zu selten")
    hidden = CommentFactory(topic=topic, hidden=True, text="Bänke!")
    theme = ThemeFactory(topic=topic, sources=[buses])
    desk.post(address("sort", topic.slug), {"beitrag": [benches.pk], "label": " Sitzen  dort "})
    label = benches.labels.get()
    page = address("contributions", topic.slug)

    assert label.name == "Sitzen dort"
    assert found(desk.get(page)) == {benches.pk, trees.pk, buses.pk}
    assert found(desk.get(page, {"q": "Bank"})) <= {benches.pk, trees.pk}
    assert found(desk.get(page, {"art": "suggestion"})) == {benches.pk}
    assert found(desk.get(page, {"haltung": "for"})) == {trees.pk}
    assert found(desk.get(page, {"schlagwort": label.pk})) == {benches.pk}
    assert found(desk.get(page, {"thema": theme.pk})) == {buses.pk}
    assert found(desk.get(page, {"thema": "ohne"})) == {benches.pk, trees.pk}
    assert found(desk.get(page, {"aehnlich": benches.pk})) == {trees.pk}
    assert found(desk.get(page, {"aehnlich": hidden.pk})) == set()
    assert found(desk.get(page, {"thema": "x", "schlagwort": "\0", "art": "'"})) != set()


def test_a_theme_is_written_filled_quoted_and_published_by_two_people(
    desk, client, topic, publisher
):
    said = CommentFactory(topic=topic, published=True, text="Bitte mehr Bänke im Schatten.")
    answer = desk.post(
        address("theme-create", topic.slug), {"title": "Schatten", "summary": "Es ist heiß."}
    )
    theme = Theme.objects.get()
    assert answer.url == address("theme", theme.pk)
    desk.post(address("sort", topic.slug), {"beitrag": [said.pk], "theme": theme.pk})
    desk.post(address("quote", theme.sources.get().pk), {"quote": "mehr Bänke"})
    assert (
        soup(desk.get(address("theme", theme.pk))).select("form[action$=veroeffentlichen\\/]") == []
    )

    client.force_login(publisher)
    assert soup(client.get(address("theme", theme.pk))).select("form[action$=veroeffentlichen\\/]")
    client.post(address("theme-publish", theme.pk))
    client.logout()
    cache.clear()

    page = soup(client.get(f"{topic.url}ergebnis/"))
    shown = page.select_one(".gdb-theme")
    assert shown.h3.get_text() == "Schatten"
    assert "„mehr Bänke“" in shown.blockquote.get_text()
    assert "geprüft von Pia" in shown.get_text()
    assert [one["href"] for one in shown.select("li a")] == [said.url]


def test_a_refusal_is_told_at_the_theme(desk, editor, topic):
    theme = ThemeFactory(topic=topic, written_by=editor, title="Leer")

    answer = desk.post(address("theme-publish", theme.pk), follow=True)

    assert "Sie haben das Thema zuletzt selbst geändert." in answer.content.decode()
    assert not Theme.objects.get().is_published


@pytest.mark.parametrize(
    ("name", "data"),
    [("theme-create", {"title": "", "summary": "x"}), ("theme-create", {"title": "x" * 121})],
)
def test_what_is_wrong_is_said_beside_the_field(desk, topic, name, data):
    answer = desk.post(address(name, topic.slug), data)

    assert answer.status_code == 422
    assert b"w-field__errors" in answer.content
    assert not Theme.objects.exists()


def test_drafts_and_hidden_contributions_are_on_no_public_page(client, topic, editor, publisher):
    said = CommentFactory(topic=topic, published=True, text="Sichtbar")
    gone = CommentFactory(topic=topic, published=True, text="Bald verborgen")
    draft = ThemeFactory(topic=topic, sources=[said])
    public = ThemeFactory(topic=topic, written_by=editor)
    add_sources(public, [said, gone], by=editor)
    quote_source(public.sources.get(comment=gone), "verborgen", by=editor)
    publish_theme(public, by=publisher)
    Comment.objects.filter(pk=gone.pk).update(status="hidden", rule="1")
    cache.clear()

    text = client.get(f"{topic.url}ergebnis/").content.decode()

    assert f'id="thema-{public.pk}"' in text
    assert f'id="thema-{draft.pk}"' not in text
    assert "verborgen" not in text
    assert HOSTILE not in text


@pytest.fixture
def measures():
    """Where measures live; called with a title, it makes one."""
    index = MeasureIndexFactory(parent=HomeFactory())
    return lambda title="Data <b>Hub</b>": MeasureFactory(parent=index, title=title)


def test_a_measure_shows_the_published_themes_that_name_it(client, topic, measures):
    measure = measures()
    said = CommentFactory(topic=topic, published=True)
    named = ThemeFactory(topic=topic, published=True, sources=[said], measure=measure)
    ThemeFactory(topic=topic, published=True, sources=[said], title="Nennt sie nicht")
    ThemeFactory(topic=topic, sources=[said], measure=measure, title="Noch ein Entwurf")
    elsewhere = TopicFactory(live=False)
    ThemeFactory(topic=elsewhere, published=True, measure=measure, title="Nicht öffentlich")

    page = soup(client.get(measure.url))

    links = page.select("section[aria-labelledby=aus-beitraegen] h3 a")
    assert [link["href"] for link in links] == [f"{topic.url}ergebnis/#thema-{named.pk}"]
    assert links[0].text == named.title
    assert soup(client.get(f"{topic.url}ergebnis/")).select(f"#thema-{named.pk}")

    Comment.objects.filter(pk=said.pk).update(status="hidden", rule="1")
    cache.clear()
    assert not soup(client.get(measure.url)).select("section[aria-labelledby=aus-beitraegen]")


def test_a_measure_asks_for_its_themes_once_however_many(client, topic, measures):
    def asked(measure):
        with CaptureQueriesContext(connection) as queries:
            client.get(measure.url, {"bau": "neu"})
        return len(queries)

    one, many = measures(), measures()
    said = CommentFactory(topic=topic, published=True)
    for measure, number in ((one, 1), (many, 12)):
        for _number in range(number):
            ThemeFactory(topic=topic, published=True, sources=[said], measure=measure)

    asked(measures())  # what every process asks once
    assert asked(one) == asked(many) <= 12


def test_the_report_tells_the_published_themes(client, topic):
    said = CommentFactory(topic=topic, published=True)
    ThemeFactory(topic=topic, published=True, sources=[said])

    answer = client.get(f"{topic.url}ergebnis.pdf")

    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")


@pytest.mark.req("S13")
def test_both_tables_hold_the_same_and_nothing_in_them_is_run(desk, topic):
    said = CommentFactory(topic=topic, published=True, text="=HYPERLINK(\"x\")\x0b & 'Grüße'")
    CommentFactory(topic=topic, published=True, text="+49 30 ruft an", kind="praise")
    CommentFactory(topic=topic, hidden=True, text="Verborgen")
    theme = ThemeFactory(topic=topic, title="@Thema", sources=[said])
    desk.post(address("sort", topic.slug), {"beitrag": [said.pk], "label": "-1+2"})

    rows = rows_of(desk.get(address("table-csv", topic.slug)))
    book = load_workbook(
        io.BytesIO(desk.get(address("table-xlsx", topic.slug)).getvalue()), read_only=True
    )
    head, *lines = [list(line) for line in book.active.iter_rows(values_only=True)]

    assert [row["text"][:2] for row in rows] == ["'+", "'="]
    assert rows[1]["schlagworte"] == "'-1+2"
    assert rows[1]["themen"] == f"'{theme.title}"
    assert head == list(rows[0])
    texts = [line[head.index("text")] for line in lines]
    assert texts == ["'+49 30 ruft an", "'=HYPERLINK(\"x\") & 'Grüße'"]
    assert [line[0] for line in lines] == [int(row["nummer"]) for row in rows]


def test_a_table_holds_what_is_looked_for(desk, topic):
    CommentFactory(topic=topic, published=True, kind="praise")
    CommentFactory(topic=topic, published=True, kind="question")

    rows = rows_of(desk.get(address("table-csv", topic.slug), {"art": "praise"}))

    assert [row["art"] for row in rows] == ["Lob"]


def test_votes_that_are_hidden_are_not_in_the_table_either(desk):
    topic = TopicFactory(hides_counts=True)
    comment = CommentFactory(topic=topic, published=True)
    Comment.objects.filter(pk=comment.pk).update(agree_count=77)

    rows = rows_of(desk.get(address("table-csv", topic.slug)))

    assert [(row["zustimmung"], row["ablehnung"]) for row in rows] == [("", "")]


def test_an_official_evaluates_their_own_topics_only(client, topic, official):
    foreign = TopicFactory()
    client.force_login(official)

    page = soup(client.get(address("topics")))

    assert [one["href"] for one in page.select("table.listing a")] == [
        address("contributions", topic.slug)
    ]
    assert client.get(address("contributions", topic.slug)).status_code == 200
    # Wagtail says no with a message on its first page.
    assert client.get(address("contributions", foreign.slug)).url == "/cms/"
    assert client.get(address("theme", ThemeFactory(topic=foreign).pk)).url == "/cms/"


@pytest.mark.parametrize("name", ["contributions", "table-csv", "table-xlsx", "theme-create"])
def test_others_do_not_get_in(client, topic, citizen, moderator, administrator, name):
    client.force_login(citizen)
    assert client.get(address(name, topic.slug)).status_code == 403

    for person in (moderator, administrator):
        client.force_login(person)
        # Wagtail says no with a message on its first page.
        assert client.get(address(name, topic.slug)).url == "/cms/"


def test_the_number_of_queries_does_not_grow(desk, topic, django_assert_max_num_queries):
    def fill(number):
        for _one in range(number):
            comment = CommentFactory(topic=topic, published=True)
            ThemeFactory(topic=topic, published=True, sources=[comment])

    fill(1)
    desk.get(address("contributions", topic.slug))
    fill(6)

    with django_assert_max_num_queries(25):
        desk.get(address("contributions", topic.slug))
    desk.logout()
    cache.clear()
    with django_assert_max_num_queries(12):
        desk.get(f"{topic.url}ergebnis/")
