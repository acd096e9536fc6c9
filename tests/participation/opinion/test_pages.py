"""The pages of opinion maps: honest where there is nothing, and silent about persons."""

import csv
import datetime as dt
import io

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone

from participation.models import Topic
from participation.opinion.models import ContributionFinding, OpinionMap
from participation.opinion.report import map_section
from participation.opinion.services import map_due_topics, map_topic
from tests.factories.accounts import UserFactory
from tests.factories.opinion import hide_quietly, vote_in_groups
from tests.factories.participation import HOSTILE, CommentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mapped(topic):
    vote_in_groups(topic)
    map_topic(topic)
    return topic


def end(topic):
    topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    map_due_topics()
    return Topic.objects.get(pk=topic.pk)


def page_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(page, selector):
    return [" ".join(one.get_text().split()) for one in page.select(selector)]


@pytest.mark.req("E1")
def test_the_picture_shows_groups_and_says_the_same_in_words(client, mapped):
    page = page_of(client, f"{mapped.url}meinungsbild/")

    assert words(page, ".gdb-opinion__letter") == ["A", "B"]
    sizes = OpinionMap.objects.get().group_sizes
    assert words(page, ".gdb-opinion-groups__size") == [
        f"{people} Menschen, {round(100 * people / 84)} %" for people in sizes
    ]
    assert len(page.select("circle.gdb-opinion__station")) == OpinionMap.objects.get().cells.count()
    assert f"Gruppe A: {sizes[0]} Menschen." in words(page, "desc")[0]
    assert page.select("script:not([src]), [style]") == []
    assert page.select("desc script, svg script") == []


@pytest.mark.req("E2")
def test_what_all_share_stands_beside_what_most_want(client, mapped):
    page = page_of(client, f"{mapped.url}meinungsbild/")

    common = ContributionFinding.objects.common().count()
    assert common > 0
    assert len(page.select("[aria-labelledby=verbindet] .gdb-said__item")) == min(common, 8)
    assert len(page.select("[aria-labelledby=meiste] .gdb-said__item")) == 8
    assert len(page.select("[aria-labelledby=tabelle] tbody tr")) == 14


def test_a_contribution_hidden_later_is_gone_from_every_list(client, mapped):
    hidden = ContributionFinding.objects.common().first().comment
    address = f"/beitraege/{hidden.pk}/"
    before = page_of(client, f"{mapped.url}meinungsbild/")
    assert before.select(f"a[href='{address}']")
    hide_quietly(hidden)
    cache.clear()

    page = page_of(client, f"{mapped.url}meinungsbild/")

    assert page.select(f"a[href='{address}']") == []


@pytest.mark.req("D6")
def test_a_share_of_fewer_than_five_votes_is_not_shown(client, mapped):
    finding = ContributionFinding.objects.order_by("-bridging").first()
    ContributionFinding.objects.filter(pk=finding.pk).update(agree=[4, 9], votes=[4, 9])

    page = page_of(client, f"{mapped.url}meinungsbild/")

    row = page.select("[aria-labelledby=tabelle] tbody tr")[0]
    assert words(row, "td")[:2] == ["zu wenige", "100 %"]


@pytest.mark.parametrize(
    ("people", "contributions", "title"),
    [
        ((48, 36), 5, "Zu wenige Beiträge für ein Meinungsbild"),
        ((14, 12), 10, "Zu wenige Menschen für ein Meinungsbild"),
        ((60,), 14, "Es gibt keine Gruppen"),
    ],
)
def test_where_there_is_nothing_to_see_the_page_says_why(
    client, topic, people, contributions, title
):
    vote_in_groups(topic, people, contributions)
    map_topic(topic)

    page = page_of(client, f"{topic.url}meinungsbild/")

    assert words(page, ".gdb-empty__title") == [title]
    assert page.select("svg.gdb-opinion__picture") == []


def test_before_anything_was_computed_the_page_says_so(client, topic):
    page = page_of(client, f"{topic.url}meinungsbild/")

    assert words(page, ".gdb-empty__title") == ["Noch kein Meinungsbild"]


def test_hidden_votes_hide_the_map_the_teaser_and_the_order(client, mapped):
    Topic.objects.filter(pk=mapped.pk).update(hides_counts=True)
    cache.clear()

    page = page_of(client, f"{mapped.url}meinungsbild/")
    topic_page = page_of(client, f"{mapped.url}?sortierung=verbindend")

    assert words(page, ".gdb-empty__title") == ["Das Meinungsbild kommt am Ende"]
    assert topic_page.select(".gdb-opinion-teaser") == []
    assert topic_page.select("a[href*='sortierung=verbindend']") == []
    assert client.get(f"{mapped.url}meinungsbild.csv").status_code == 404


@pytest.mark.req("C04", "E2")
def test_the_thread_can_be_read_in_the_order_of_what_all_share(client, mapped):
    late = CommentFactory(topic=mapped, published=True, text="Noch ohne Stimmen")

    page = page_of(client, f"{mapped.url}?sortierung=verbindend")

    best = list(mapped.comments.order_by("-bridging", "-id").values_list("pk", flat=True))
    shown = [one.get("id") for one in page.select(".gdb-thread > li > article")]
    assert shown == [f"beitrag-{pk}" for pk in best[: len(shown)]]
    assert best[-1] == late.pk
    assert words(page, ".gdb-sort [aria-current]") == ["Was alle Gruppen teilen"]


def test_without_groups_the_thread_offers_no_such_order(client, topic):
    CommentFactory(topic=topic, published=True)

    page = page_of(client, topic.url)

    assert page.select("a[href*='sortierung=zustimmung']") != []
    assert page.select("a[href*='sortierung=verbindend']") == []


def test_the_topic_tells_what_all_share_most(client, mapped):
    page = page_of(client, mapped.url)

    texts = [finding.comment.text for finding in ContributionFinding.objects.shown().common()[:3]]
    shown = [one.get_text() for one in page.select(".gdb-opinion-teaser ol a")]
    assert len(shown) == len(texts) > 0
    assert all(text.startswith(HOSTILE[:10]) for text in shown)


@pytest.mark.req("E1")
def test_the_open_table_comes_after_the_end_and_counts_every_vote(client, mapped):
    assert client.get(f"{mapped.url}meinungsbild.csv").status_code == 404
    topic = end(mapped)

    response = client.get(f"{topic.url}meinungsbild.csv")

    rows = list(csv.DictReader(io.StringIO(response.getvalue().decode())))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert {int(row["menschen"]) >= 5 for row in rows} == {True}
    told = sum(int(row["zustimmung"]) + int(row["ablehnung"]) for row in rows)
    assert told == topic.votes.exclude(comment=None).count()
    people = {row["zelle"]: int(row["menschen"]) for row in rows}
    assert sum(people.values()) == 84


def test_the_method_is_public_and_names_topics_with_a_map(
    client, mapped, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        page = page_of(client, "/meinungsbilder/")

    assert mapped.title in page.get_text()
    assert "nicht repräsentativ" in page.get_text()


@pytest.mark.req("S2")
@pytest.mark.parametrize("path", ["", "meinungsbild/"])
def test_the_number_of_queries_does_not_grow(client, topic, path, django_assert_max_num_queries):
    vote_in_groups(topic, (80, 60, 40), 30)
    map_topic(topic)

    with django_assert_max_num_queries(12):
        client.get(f"{topic.url}{path}")


@pytest.mark.parametrize("address", ["meinungsbild/", "meinungsbild.csv"])
def test_topics_that_are_not_public_have_no_map(client, mapped, address):
    Topic.objects.filter(pk=mapped.pk).update(live=False)

    assert client.get(f"{mapped.url}{address}").status_code == 404
    assert client.post(f"{mapped.url}{address}").status_code in {404, 405}


def test_readers_with_a_session_see_the_same_map_as_everybody(client, mapped):
    open_page = words(page_of(client, f"{mapped.url}meinungsbild/"), "main")
    client.force_login(UserFactory(roles=["administrator"]))

    assert words(page_of(client, f"{mapped.url}meinungsbild/"), "main") == open_page


def test_the_report_prints_picture_and_table_of_the_page(client, mapped):
    topic = Topic.objects.select_related("opinion_map").get(pk=mapped.pk)
    page = page_of(client, f"{topic.url}meinungsbild/")

    section = map_section(topic)

    (table,) = section["tables"]
    rows = page.select(".gdb-table tbody tr")
    assert [row[1:] for row in table["rows"]] == [
        [cell.text for cell in row.select("td")] for row in rows
    ]
    drawing = BeautifulSoup(section["picture"]["svg"], "html.parser")
    assert [sign.text for sign in drawing.select("text")] == ["A", "B"]
    assert len(drawing.select("circle")) == len(page.select(".gdb-opinion__station"))
    answer = client.get(f"{topic.url}ergebnis.pdf")
    assert answer.content.startswith(b"%PDF")
    assert b"pdfuaid" in answer.content


def test_a_report_says_nothing_of_a_map_that_is_hidden_or_without_groups(mapped):
    topic = Topic.objects.select_related("opinion_map").get(pk=mapped.pk)
    topic.hides_counts = True
    assert map_section(topic) is None

    OpinionMap.objects.filter(topic=mapped).update(state="no_groups")
    topic = Topic.objects.select_related("opinion_map").get(pk=mapped.pk)
    assert map_section(topic) is None
