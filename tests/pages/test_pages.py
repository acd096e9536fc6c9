"""Start page, news, legal pages, blocks; and that readers never see what editors have changed."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from gdb_portal.core.blocks import ContentBlock, FigureBlock, SectionsBlock
from participation.cases.services import publish_answer
from participation.enums import HouseRule
from participation.services.comment import publish_comment
from tests.factories.pages import (
    HomeFactory,
    NewsIndexFactory,
    NewsPageFactory,
    StandardPageFactory,
    text,
)
from tests.factories.participation import CommentFactory, TopicFactory
from tests.factories.strategy import (
    FieldGroupFactory,
    FieldIndexFactory,
    FieldOfActionFactory,
    MeasureFactory,
    MeasureIndexFactory,
)

pytestmark = pytest.mark.django_db


def read(client, path):
    return BeautifulSoup(client.get(path).content, "html.parser")


def with_field(home):
    return FieldOfActionFactory(
        parent=FieldIndexFactory(parent=home), group=FieldGroupFactory(name="Linie"), title="Feld"
    )


def test_the_start_page_shows_what_is_open_now(client, home):
    with_field(home)
    TopicFactory(title="Offen?")
    TopicFactory(title="Zu?", phase="result")

    html = read(client, "/")

    assert [link.text for link in html.select("#mitreden .gdb-card__link")] == ["Offen?"]
    assert html.h1.text == "Reden Sie <i>mit</i>."


def test_the_start_page_shows_what_became_of_earlier_contributions(
    client, home, comment, official, moderator
):
    comment.wants_answer = True
    comment.save()
    publish_comment(comment, by=moderator)
    publish_answer(comment.case, by=official, text="Wir <bauen> sie.")

    html = read(client, "/")

    outcome = html.select_one(".gdb-outcome")
    assert outcome.select_one(".gdb-outcome__text").text == "Wir <bauen> sie."
    assert outcome.select_one(".gdb-outcome__more a")["href"] == comment.case.url


def test_the_start_page_costs_at_most_twelve_queries_with_everything_on_it(
    client, home, official, moderator
):
    field = with_field(home)
    index = MeasureIndexFactory(parent=home)
    news = NewsIndexFactory(parent=home)

    def grow(number):
        for _ in range(number):
            FieldOfActionFactory(parent=field.get_parent().specific, group=field.group)
            MeasureFactory(parent=index)
            NewsPageFactory(parent=news)
            topic = TopicFactory()
            topic.administration.members.create(user=official)
            asked = CommentFactory(topic=topic, wants_answer=True)
            publish_comment(asked, by=moderator)
            publish_answer(asked.case, by=official, text="Ja.")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/", {"bau": "neu"})
        return len(queries)

    grow(1)
    client.get("/")
    few = cost()
    grow(5)

    assert cost() == few <= 12


def test_a_start_page_without_fields_is_its_words_alone(client, home):
    simple = HomeFactory(language="de-simple", claim="Reden Sie mit!")
    StandardPageFactory(parent=home)

    html = read(client, simple.url)

    assert html.h1.text == "Reden Sie mit!"
    assert html.select_one("#mitreden") is None


def test_news_come_newest_first_and_by_year(client, home):
    index = NewsIndexFactory(parent=home)
    NewsPageFactory(parent=index, title="Alt", dated_on=dt.date(2023, 5, 1))
    NewsPageFactory(
        parent=index, title="Ungefähr", dated_on=dt.date(2024, 1, 1), dated_precision="year"
    )
    NewsPageFactory(parent=index, title="Neu", dated_on=dt.date(2025, 5, 1))

    html = read(client, index.url)
    year = read(client, f"{index.url}?jahr=2023")

    assert [link.text for link in html.select(".gdb-news__title a")] == ["Neu", "Ungefähr", "Alt"]
    dates = [date.text for date in html.select(".gdb-news__date")]
    assert dates == ["01.05.2025", "2024", "01.05.2023"]
    assert [link.text for link in year.select(".gdb-news__title a")] == ["Alt"]


@pytest.mark.parametrize("query", ["jahr=%00", "jahr=1", "seite=99&jahr=2025", "seite=%FF"])
def test_a_hostile_address_of_the_news_is_no_error(client, home, query):
    index = NewsIndexFactory(parent=home)
    NewsPageFactory(parent=index)

    assert client.get(f"{index.url}?{query}").status_code == 200


def test_news_name_the_page_they_are_about_while_it_is_public(client, home):
    measure = MeasureFactory(parent=MeasureIndexFactory(parent=home), title="Ziel <1>")
    news = NewsPageFactory(parent=NewsIndexFactory(parent=home), about=measure)

    before = read(client, news.url).select_one(".gdb-about a")
    measure.unpublish()
    after = read(client, f"{news.url}?bau=neu").select_one(".gdb-about")

    assert (before.text, before["href"]) == ("Ziel <1>", measure.url)
    assert after is None


def test_the_terms_print_the_rules_that_moderators_apply(client, home):
    terms = StandardPageFactory(parent=home, extra="house_rules")

    rules = read(client, terms.url).select(".gdb-rules__rule")

    printed = [(rule.dt.text, rule.dd.text) for rule in rules]
    assert printed == [(rule.value, str(rule.label)) for rule in HouseRule]


def test_the_accessibility_statement_leads_to_the_form(client, home):
    page = StandardPageFactory(parent=home, extra="barrier_form")

    html = read(client, page.url)

    assert html.main.find("a", href=reverse("pages:barrier"), class_="gdb-button") is not None


def items(**values):
    """The raw value of a list block with one item."""
    return [{"type": "item", "value": values, "id": "2b9b2a0e-0000-4000-8000-000000000001"}]


def test_every_block_is_shown_with_hostile_words_as_words(client, home):
    bad = "<img src=x onerror=alert(1)>"
    table = {
        "data": [[bad, "B"], ["c", bad]],
        "first_row_is_table_header": True,
        "first_col_is_header": True,
        "table_caption": bad,
        "cell": [],
        "mergeCells": [],
    }
    body = [
        {"type": "notice", "value": {"title": bad, "text": "<p>N</p>", "tone": "warning"}},
        {"type": "facts", "value": items(label=bad, value=bad)},
        {"type": "steps", "value": items(label=bad, text=bad)},
        {"type": "accordion", "value": items(title=bad, text="T")},
        {"type": "table", "value": table},
        {"type": "quote", "value": {"quote": bad, "attribution": bad, "source_url": ""}},
    ]
    section = {"heading": bad, "anchor": "a", "body": body}
    page = StandardPageFactory(parent=home, sections=[{"type": "section", "value": section}])

    html = read(client, page.url)

    assert html.find("img", onerror=True) is None
    assert html.main.get_text().count(bad) >= 10
    assert [cell["scope"] for cell in html.select("table th")] == ["col", "col", "row"]
    assert html.find("caption").text == bad
    assert html.main.find("details").summary.h3.text == bad


def test_steps_that_explain_claim_no_progress(client, home):
    steps = items(label="Lesen", text="")
    section = {"heading": "H", "anchor": "a", "body": [{"type": "steps", "value": steps}]}
    page = StandardPageFactory(parent=home, sections=[{"type": "section", "value": section}])

    line = read(client, page.url).select_one(".gdb-line")

    assert line.get_text(" ", strip=True) == "Lesen"


@pytest.fixture
def image(db):
    return get_image_model().objects.create(title="Brücke", file=get_test_image_file())


def test_an_image_needs_words_or_is_decoration(image):
    block = FigureBlock()

    def cleaned(**values):
        raw = {"image": {"image": image.pk, **values}, "caption": "", "credit": ""}
        return block.clean(block.to_python(raw))

    with pytest.raises(ValidationError):
        cleaned(alt_text="", decorative=False)
    assert cleaned(alt_text="Eine Brücke", decorative=False)["image"].contextual_alt_text
    assert cleaned(alt_text="", decorative=True)["image"].decorative


def test_an_image_is_shown_with_its_words(client, home, image):
    value = {"image": {"image": image.pk, "alt_text": 'Eine "<Brücke>"', "decorative": False}}
    section = {"heading": "H", "anchor": "a", "body": [{"type": "figure", "value": value}]}
    page = StandardPageFactory(parent=home, sections=[{"type": "section", "value": section}])

    picture = read(client, page.url).select_one("figure img")

    assert picture["alt"] == 'Eine "<Brücke>"'
    assert picture["loading"] == "lazy"


def test_a_table_needs_a_header_row_and_a_caption():
    block = ContentBlock().child_blocks["table"]
    data = {"data": [["a"]], "first_row_is_table_header": False, "table_caption": ""}

    with pytest.raises(ValidationError):
        block.clean(data)
    with pytest.raises(ValidationError):
        block.clean({**data, "first_row_is_table_header": True})


def test_two_sections_with_one_heading_get_two_anchors():
    block = SectionsBlock()
    raw = text("Für wen?", anchor="") * 2

    cleaned = block.clean(block.to_python(raw))

    assert [child.value["anchor"] for child in cleaned] == ["fuer-wen", "fuer-wen-2"]


def test_a_published_change_is_seen_at_once_by_readers_of_a_cached_page(
    client, home, django_capture_on_commit_callbacks
):
    index = MeasureIndexFactory(parent=home)
    measure = MeasureFactory(parent=index, title="Vorher")
    client.get(index.url)
    stored = read(client, index.url)
    assert stored.select_one(".gdb-card__link").text == "Vorher"

    measure.title = "Nachher"
    with django_capture_on_commit_callbacks(execute=True):
        measure.save_revision().publish()

    assert read(client, index.url).select_one(".gdb-card__link").text == "Nachher"
