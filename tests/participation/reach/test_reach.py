"""From reading to speaking: kept as sums, shown exact at the desk and rounded to everybody."""

import csv
import datetime as dt
import io

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from gdb_portal.core import readings
from gdb_portal.core.cache import ForgivingRedisCache
from participation.digests.models import Subscription
from participation.models import OfflineOrigin, TopicPhase
from participation.reach.enums import TopicPage
from participation.reach.funnel import funnel_of, public_funnel
from participation.reach.models import DailyCount
from participation.reach.services import keep_readings
from participation.reach.tasks import keep_readings as job
from participation.services.vote import cast_vote
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("Q1")]

BROWSER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


@pytest.fixture(autouse=True)
def _handed_over_at_once(monkeypatch):
    readings._noted.clear()
    monkeypatch.setattr(readings, "HAND_OVER_SECONDS", 0.0)
    monkeypatch.setattr(readings, "_hand_over_at", 0.0)


def read(topic, kind=TopicPage.TOPIC, number=1, days_ago=0):
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return DailyCount.objects.create(topic=topic, kind=kind, number=number, day=day)


def from_paper(topic):
    comment = CommentFactory(topic=topic, published=True, author=None)
    OfflineOrigin.objects.create(
        comment=comment, topic=topic, channel="paper", said_on=timezone.localdate(), number="1"
    )


def kept():
    return {
        (one.kind, one.topic_id): one.number for one in DailyCount.objects.order_by("kind", "topic")
    }


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def cells(page, caption):
    table = next(
        one for one in page.select("table") if caption in one.caption.get_text(" ", strip=True)
    )
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in table.select("tbody tr")
    ]


def test_every_step_to_a_contribution_is_counted_where_it_happens(client, topic, citizen):
    comment = CommentFactory(topic=topic, published=True)
    for path in (
        topic.url,
        topic.url,
        comment.url,
        reverse("participation:result", args=[topic.slug]),
    ):
        client.get(path, headers=BROWSER)
    form = reverse("participation:comment-create", args=[topic.slug])
    client.get(form, headers=BROWSER)
    client.force_login(citizen)
    client.get(form, headers=BROWSER)
    client.post(form, {"text": ""}, headers=BROWSER)
    client.get(reverse("participation:topic", args=["gibt-es-nicht"]), headers=BROWSER)
    client.get(reverse("participation:export", args=[topic.slug]), headers=BROWSER)

    assert keep_readings() == 6

    assert kept() == {
        ("topic", topic.pk): 2,
        ("comment", topic.pk): 1,
        ("result", topic.pk): 1,
        ("sign_in", topic.pk): 1,
        ("form", topic.pk): 1,
    }


def test_the_same_day_is_added_up_and_readings_of_other_pages_too(topic):
    today = timezone.localdate()
    for _time in range(2):
        readings.give_back({(today, "topic", topic.pk): 3, (today, "measure", None): 4})
        keep_readings()

    assert kept() == {("measure", None): 8, ("topic", topic.pk): 6}


def test_readings_of_a_topic_that_is_gone_are_let_go(topic):
    readings.give_back({(timezone.localdate(), "topic", 987_654): 3})
    readings.give_back({(timezone.localdate(), "topic", topic.pk): 1})

    keep_readings()

    assert kept() == {("topic", topic.pk): 1}


@pytest.mark.req("F04")
def test_what_the_database_refuses_is_counted_the_next_time(topic):
    today = timezone.localdate()
    readings.give_back({(today, "x" * 41, None): 1, (today, "topic", topic.pk): 2})

    with pytest.raises(Exception, match="too long"):
        keep_readings()

    assert readings.take() == {(today, "x" * 41, None): 1, (today, "topic", topic.pk): 2}
    assert kept() == {}


def test_a_job_without_a_cache_waits_for_the_next_round(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", float("inf"))

    job()

    assert kept() == {}


@pytest.mark.req("P06")
def test_the_table_has_no_room_for_a_reader():
    fields = {field.name for field in DailyCount._meta.get_fields()}

    assert fields == {"id", "day", "kind", "topic", "number"}
    assert DailyCount._meta.get_field("day").get_internal_type() == "DateField"
    assert list(apps.get_app_config("reach").get_models()) == [DailyCount]


def test_the_desk_shows_the_way_the_pages_and_the_days(client, topic, editor):
    read(topic, number=40)
    read(topic, number=60, days_ago=3)
    read(topic, number=500, days_ago=40)
    read(topic, TopicPage.FORM, 8)
    read(TopicFactory(), number=999)
    published = CommentFactory(topic=topic, published=True)
    CommentFactory(topic=topic, published=True, reply_to=published)
    CommentFactory(topic=topic, hidden=True)
    CommentFactory(topic=topic)
    from_paper(topic)
    client.force_login(editor)
    address = reverse("reach:topic", args=[topic.slug])

    month = soup(client.get(address, headers=BROWSER))
    forever = soup(client.get(address, {"zeitraum": "alles"}))
    hostile = soup(client.get(address, {"zeitraum": "<script>' OR 1=1"}))

    assert (
        cells(month, "Vom Lesen")
        == cells(hostile, "Vom Lesen")
        == [
            ["Seite des Themas geöffnet", "100", "–"],
            ["Formular geöffnet", "8", "8 % vom Schritt davor"],
            ["Beitrag abgeschickt", "4", "50 % vom Schritt davor"],
            ["Beitrag öffentlich", "2", "50 % vom Schritt davor"],
        ]
    )
    assert cells(forever, "Vom Lesen")[0] == ["Seite des Themas geöffnet", "600", "–"]
    assert [row[1:] for row in cells(month, "Tag für Tag")] == [
        ["40", "8", "4", "2"],
        ["60", "0", "0", "0"],
    ]


def test_the_numbers_are_those_of_the_open_table(client, topic, editor):
    CommentFactory.create_batch(3, topic=topic, published=True)
    CommentFactory(topic=topic, withdrawn=True)
    from_paper(topic)
    dump = client.get(reverse("participation:export", args=[topic.slug])).getvalue().decode()
    rows = list(csv.DictReader(io.StringIO(dump)))

    funnel = funnel_of(topic)

    counted = [r for r in rows if r["status"] == "published" and r["herkunft"] == "online"]
    assert funnel.steps[-1].number == len(counted) == 3


def test_table_files_hold_every_day_and_sum_up_to_the_page(client, topic, editor):
    read(topic, number=7, days_ago=1)
    read(topic, TopicPage.RESULT, 5)
    CommentFactory(topic=topic, published=True)
    client.force_login(editor)

    lines = client.get(reverse("reach:table-csv", args=[topic.slug])).getvalue().decode()
    book = client.get(reverse("reach:table-xlsx", args=[topic.slug]))
    sheet = load_workbook(io.BytesIO(book.getvalue())).active

    rows = list(csv.DictReader(io.StringIO(lines)))
    assert [(r["thema_geoeffnet"], r["ergebnis_geoeffnet"], r["oeffentlich"]) for r in rows] == [
        ("7", "0", "0"),
        ("0", "5", "1"),
    ]
    assert [[str(cell) for cell in row] for row in sheet.values] == [
        list(rows[0]),
        *(list(row.values()) for row in rows),
    ]


def test_votes_stay_hidden_at_the_desk_too_while_the_topic_hides_them(
    client, topic, editor, citizen
):
    topic.hides_counts = True
    topic.save(update_fields=["hides_counts"])
    cast_vote(topic, by=citizen, value="agree")
    Subscription.objects.create(person=citizen, topic=topic)
    client.force_login(editor)

    page = soup(client.get(reverse("reach:topic", args=[topic.slug])))

    assert cells(page, "Stimmen, Umfragen") == [
        ["Stimmen zum Thema", "erst nach dem Ende"],
        ["Stimmen zu Beiträgen", "erst nach dem Ende"],
        ["ausgefüllte Umfragebögen", "0"],
        ["folgen dem Thema", "1"],
    ]


@pytest.mark.req("S16")
def test_officials_see_the_reach_of_their_own_topics_only(client, topic, official):
    other = TopicFactory()
    read(topic, number=3)
    read(other, number=4)
    client.force_login(official)

    overview = soup(client.get(reverse("reach:topics")))

    assert [row[0] for row in cells(overview, "Beteiligungsthemen")] == [topic.title]
    for name in ("reach:topic", "reach:table-csv", "reach:table-xlsx"):
        # The CMS answers a refusal with the way to its start.
        assert client.get(reverse(name, args=[other.slug])).url == "/cms/"
        assert client.get(reverse(name, args=[topic.slug])).status_code == 200


def test_the_overview_names_other_pages_as_editors_do_and_costs_the_same_for_many(
    client, editor, topic, django_assert_max_num_queries
):
    readings.give_back(
        {(timezone.localdate(), "measure", None): 2, (timezone.localdate(), "weg", None): 1}
    )
    keep_readings()
    client.force_login(editor)
    client.get(reverse("reach:topics"))
    with django_assert_max_num_queries(40) as one:
        page = soup(client.get(reverse("reach:topics")))
    for _topic in range(3):
        read(TopicFactory(), number=2)

    with django_assert_max_num_queries(40) as many:
        client.get(reverse("reach:topics"))

    assert cells(page, "Andere Seiten") == [["Maßnahme", "2"], ["weg", "1"]]
    assert len(many) == len(one)


def test_everybody_sees_rounded_numbers_and_what_was_sent_only_if_it_tells_of_nobody(topic):
    read(topic, number=1_289)
    read(topic, TopicPage.FORM, 47)
    CommentFactory.create_batch(6, topic=topic, published=True)
    CommentFactory.create_batch(4, topic=topic)

    few = [(step.number, step.share) for step in public_funnel(topic)]
    CommentFactory(topic=topic)
    enough = [step.number for step in public_funnel(topic)]

    assert few == [(1200, 1000), (40, 33), (None, 0), (6, 5)]
    assert enough == [1200, 40, 11, 6]


def test_a_topic_that_hardly_anybody_read_says_nothing(client, topic):
    read(topic, number=9)
    address = reverse("participation:result", args=[topic.slug])
    assert soup(client.get(address)).select("#reichweite") == []
    DailyCount.objects.update(number=10)
    cache.clear()
    page = soup(client.get(address))

    assert cells(page, "Vom Lesen")[:2] == [
        ["Seite des Themas geöffnet", "mindestens 10"],
        ["Formular geöffnet", "weniger als 10"],
    ]


@pytest.mark.req("P01")
def test_counting_sets_no_cookie_and_keeps_the_page_shared(client, topic):
    for _reader in range(2):
        page = client.get(topic.url, headers=BROWSER)

        assert page.cookies == {}
        assert "cookie" not in page["Vary"].lower()


def test_a_topic_that_is_deleted_takes_its_numbers_along(topic):
    read(topic)
    TopicPhase.objects.all().delete()

    topic.delete()

    assert kept() == {}


def test_the_span_of_days_ends_today(client, editor, topic):
    for days_ago in (0, 6, 7):
        read(topic, number=1, days_ago=days_ago)
    client.force_login(editor)

    page = soup(client.get(reverse("reach:topic", args=[topic.slug]), {"zeitraum": "7"}))

    assert cells(page, "Vom Lesen")[0][1] == "2"
