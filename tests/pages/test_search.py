"""Finding pages."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from participation.cases.models import Answer, Case
from participation.enums import HouseRule
from participation.models import Comment
from participation.services.comment import hide_comment, publish_comment
from tests.factories.pages import HomeFactory, NewsIndexFactory, NewsPageFactory, text
from tests.factories.pages import StandardPageFactory as PageFactory
from tests.factories.participation import CommentFactory, TopicFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = pytest.mark.django_db

SEARCH = reverse("pages:search")


def search(client, query, **parameters):
    answer = client.get(SEARCH, {"q": query, **parameters})
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def published_answer(text):
    comment = publish_comment(CommentFactory(text="Was wird?", wants_answer=True), by=None)
    case = Case.objects.get(comment=comment)
    return Answer.objects.create(
        case=case,
        administration=case.administration,
        text=text,
        status="published",
        published_at=timezone.now(),
    )


def titles(html):
    return [link.text for link in html.select(".gdb-result__title a")]


def test_another_form_of_the_word_is_found_and_marked(client, home):
    PageFactory(parent=home, title="Orte", lead="", sections=text(body="Viele Häuser am Fluss."))
    PageFactory(parent=home, title="Anderes", lead="", sections=text(body="Nichts davon."))

    html = search(client, "Haus")

    assert titles(html) == ["Orte"]
    assert [mark.text for mark in html.select("mark")] == ["Häuser"]


def test_an_excerpt_shows_hostile_words_as_words(client, home):
    PageFactory(parent=home, title="Ort", lead='Wasser & Wind, "gut" < besser')

    html = search(client, "Wasser")

    excerpt = html.select_one(".gdb-result__excerpt")
    assert excerpt.text == 'Wasser & Wind, "gut" < besser'
    assert [tag.name for tag in excerpt.find_all(True)] == ["mark"]


def test_drafts_and_other_languages_are_not_found(client, home):
    english = HomeFactory(language="en")
    PageFactory(parent=home, title="Wasser öffentlich")
    PageFactory(parent=home, title="Wasser im Entwurf", live=False)
    PageFactory(parent=english, title="Wasser auf Englisch")

    assert titles(search(client, "Wasser")) == ["Wasser öffentlich"]


def test_results_can_be_narrowed_to_a_kind_of_page(client, home):
    PageFactory(parent=home, title="Wasser hier")
    NewsPageFactory(parent=NewsIndexFactory(parent=home), title="Wasser neu")

    html = search(client, "Wasser", art="neuigkeiten")

    assert titles(html) == ["Wasser neu"]


def test_if_no_page_has_all_words_those_with_one_are_shown_and_that_is_said(client, home):
    PageFactory(parent=home, title="Wasser", lead="")

    html = search(client, "Wasser Zukunftsmusik")

    assert titles(html) == ["Wasser"]
    assert "mindestens eines" in html.main.text


def test_nothing_found_says_so_and_names_a_way_on(client, home):
    html = search(client, "<script>nichts</script>")

    assert titles(html) == []
    assert "<script>nichts</script>" in html.select_one(".gdb-empty__title").text
    assert html.select_one(".gdb-empty a")["href"] == reverse("participation:topics")


@pytest.mark.parametrize(
    "query",
    [
        "%00",
        "a",
        "%20",
        "'\"&|!():*",
        "a" * 5000,
        "%F0%9D%94%98",
        "%FF%FE",
        "OR AND NOT",
        "-",
        "\\",
    ],
)
def test_a_hostile_question_is_no_error(client, home, query):
    PageFactory(parent=home)

    for path in (f"{SEARCH}?q={query}", f"{SEARCH}?q={query}&seite=99&art=%00"):
        assert client.get(path).status_code == 200


def test_results_come_in_pages_that_keep_the_question(client, home):
    for number in range(11):
        PageFactory(parent=home, title=f"Wasser {number}")

    html = search(client, "Wasser")
    second = BeautifulSoup(
        client.get(html.select_one("a[rel=next]")["href"]).content, "html.parser"
    )

    assert len(titles(html)) == 10
    assert len(titles(second)) == 1


def test_a_search_costs_the_same_with_one_and_with_many_results(client, home):
    index = MeasureIndexFactory(parent=home)
    MeasureFactory(parent=index, title="Wasser 0")
    client.get(SEARCH, {"q": "Wasser"})

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(SEARCH, {"q": "Wasser", "bau": "neu"})
        return len(queries)

    few = cost()
    for number in range(1, 30):
        MeasureFactory(parent=index, title=f"Wasser {number}")

    assert cost() == few <= 12


@pytest.mark.req("O1")
def test_part_of_a_compound_finds_it_and_that_is_said(client, home):
    PageFactory(parent=home, title="Am Zoo", sections=text(body="Der Hardenbergplatz wird grün."))
    PageFactory(parent=home, title="Anderswo", sections=text(body="Der Fluss bleibt."))

    html = search(client, "Hardenberg")

    assert titles(html) == ["Am Zoo"]
    assert [mark.text for mark in html.select("mark")] == ["Hardenbergplatz"]
    assert "zusammengesetzte Wörter" in html.main.text


def test_a_mistyped_word_finds_what_was_meant_and_offers_the_right_one(client, home):
    PageFactory(parent=home, title="Datenschutz für alle", lead="")

    html = search(client, "Datenschuz")

    assert titles(html) == ["Datenschutz für alle"]
    link = html.select_one(".gdb-find__suggestion a")
    assert (link.text, link["href"]) == ("Datenschutz", "?q=Datenschutz")


def test_a_suggestion_never_comes_from_a_draft(client, home):
    PageFactory(parent=home, title="Geheimplanung", live=False)
    PageFactory(parent=home, title="Geheimplan", lead="")

    html = search(client, "Geheimplanumg")

    assert "Geheimplanung" not in html.main.text
    assert html.select_one(".gdb-find__suggestion a").text == "Geheimplan"


def test_hostile_words_of_the_index_are_words_when_nothing_fits_exactly(client, home):
    PageFactory(
        parent=home, title="Rand", sections=text(body="d'Artagnan'sche \\'); DROP --wasserstand")
    )

    html = search(client, "wasser")

    assert titles(html) == ["Rand"]


def test_public_contributions_and_topics_are_found_each_as_its_kind(client, home):
    topic = TopicFactory(title="Wo fehlt Wasser?", introduction="Brunnen", slug="wasser")
    comment = CommentFactory(topic=topic, published=True, text="Mehr Trinkwasser und Wasser!")
    for state in ({}, {"hidden": True}, {"withdrawn": True}):
        CommentFactory(topic=topic, text="Wasser, das niemand sehen soll.", **state)
    CommentFactory(topic=TopicFactory(live=False), published=True, text="Wasser im Entwurf")

    html = search(client, "Wasser")

    found = [
        (kind.text, link["href"])
        for kind, link in zip(
            html.select(".gdb-result__kind"), html.select(".gdb-result__title a"), strict=True
        )
    ]
    assert found == [
        ("Beteiligungsthema", topic.url),
        (f"Beitrag von {comment.author.pseudonym}", comment.url),
    ]
    assert "niemand sehen" not in html.main.text
    assert titles(search(client, "Wasser", art="beitraege")) == [topic.title]


def test_a_hidden_contribution_leaves_the_search_at_once(
    client, home, django_capture_on_commit_callbacks
):
    comment = CommentFactory(published=True, text="Wasser")
    assert len(titles(search(client, "Wasser"))) == 1

    with django_capture_on_commit_callbacks(execute=True):
        hide_comment(comment, by=None, rule=HouseRule.RESPECT)

    assert titles(search(client, "Wasser")) == []


def test_an_answer_is_found_where_it_stands(client, home):
    answer = published_answer("Die Pumpen werden erneuert.")

    html = search(client, "Pumpe")

    link = html.select_one(".gdb-result__title a")
    assert link["href"] == f"{answer.case.comment.url}#antwort-{answer.case_id}"
    assert html.select_one(".gdb-result__kind").text == "Antwort der Verwaltung"


def test_an_answer_whose_contribution_is_hidden_is_not_found(client, home):
    answer = published_answer("Die Pumpen werden erneuert.")
    Comment.objects.filter(pk=answer.case.comment_id).update(status="hidden", rule="1")

    assert titles(search(client, "Pumpe")) == []
