"""A topic on a wall and in other people's sites."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from participation.models import TopicPhase
from participation.poster import _content, poster_pdf
from tests.factories.participation import HOSTILE, TopicFactory

pytestmark = pytest.mark.django_db


def embed_of(client, topic):
    return client.get(reverse("participation:topic-embed", args=[topic.slug]))


# -- Poster --------------------------------------------------------------------------------------


@pytest.mark.req("P3")
def test_the_poster_is_one_tagged_page_for_everybody(client):
    topic = TopicFactory()

    answer = client.get(reverse("participation:topic-poster", args=[topic.slug]))

    assert answer["Content-Type"] == "application/pdf"
    pdf = answer.content
    assert pdf.startswith(b"%PDF-")
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert pdf.count(b"/Type/Page/") + pdf.count(b"/Type /Page\n") == 1


@pytest.mark.req("P3")
@pytest.mark.parametrize("title", [HOSTILE[:160], "W" * 160, "Frage " * 26, "#heading[x]$1$"])
def test_any_topic_fits_on_one_page(title):
    topic = TopicFactory(title=title, introduction="Wort <b> #set " * 200)

    pdf = poster_pdf(topic)

    assert pdf.count(b"/Type/Page/") + pdf.count(b"/Type /Page\n") == 1


@pytest.mark.req("P3")
def test_the_poster_says_in_plain_words_where_until_when_and_who_answers(settings):
    settings.BASE_URL = "https://portal.example.org"
    topic = TopicFactory(answer_until=dt.date(2027, 3, 1))
    end = dt.datetime(2027, 1, 12, 19, tzinfo=dt.UTC)
    topic.phases.update(ends_at=end)

    words = _content(topic)

    assert words["title"] == topic.title
    assert words["shown_address"] == f"portal.example.org/t/{topic.pk}/"
    assert words["until"] == "Sie können bis 12. Januar 2027 mitreden."
    assert "1. März 2027" in words["answer"]["text"]


@pytest.mark.req("P3")
def test_the_poster_speaks_german_whoever_asks(client):
    topic = TopicFactory()

    german = client.get(reverse("participation:topic-poster", args=[topic.slug]))
    english = client.get(f"/en/beteiligung/{topic.slug}/aushang.pdf")

    assert len(english.content) == len(german.content)


@pytest.mark.req("P3")
def test_the_poster_says_what_holds_before_and_after():
    coming = TopicFactory()
    now = timezone.now()
    TopicPhase.objects.filter(topic=coming).update(
        starts_at=now + dt.timedelta(days=2), ends_at=now + dt.timedelta(days=9)
    )
    over = TopicFactory()
    TopicPhase.objects.filter(topic=over).update(
        starts_at=now - dt.timedelta(days=9), ends_at=now - dt.timedelta(days=2)
    )

    assert _content(coming)["until"].startswith("Sie können vom ")
    assert _content(over)["until"].startswith("Die Beteiligung ist beendet.")


@pytest.mark.req("S19")
def test_a_draft_has_neither_poster_nor_window(client):
    topic = TopicFactory(live=False)

    assert embed_of(client, topic).status_code == 404
    poster = reverse("participation:topic-poster", args=[topic.slug])
    assert client.get(poster).status_code == 404


# -- Window --------------------------------------------------------------------------------------


@pytest.mark.req("P2", "S02")
def test_only_the_window_may_stand_in_a_frame_and_it_can_do_nothing(client):
    topic = TopicFactory()

    answer = embed_of(client, topic)

    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    page = client.get(topic.url)
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


@pytest.mark.req("P2", "P01")
def test_the_window_is_the_same_for_everybody_and_sets_no_cookie(client, citizen):
    topic = TopicFactory()
    anonymous = embed_of(client, topic)
    client.force_login(citizen)

    signed_in = embed_of(client, topic)

    assert signed_in.content == anonymous.content
    assert not anonymous.cookies
    assert not signed_in.cookies
    assert "cookie" not in anonymous.get("Vary", "").lower()
    html = BeautifulSoup(anonymous.content, "html.parser")
    assert html.select("script, form, input, button, iframe") == []


@pytest.mark.req("P2")
def test_every_link_of_the_window_opens_the_portal_elsewhere(client, settings):
    topic = TopicFactory()

    html = BeautifulSoup(embed_of(client, topic).content, "html.parser")

    links = html.select("a")
    assert [a["href"] for a in links] == [f"{settings.BASE_URL}{topic.url}"]
    assert {(a["target"], a["rel"][0]) for a in links} == {("_blank", "noopener")}
    assert html.h1.text == topic.title


@pytest.mark.req("P2")
def test_the_topic_offers_the_code_as_text(client, settings):
    topic = TopicFactory(title='"><script>alert(1)</script>')

    html = BeautifulSoup(client.get(topic.url).content, "html.parser")

    code = BeautifulSoup(html.select_one("#einbetten").text, "html.parser")
    frame = code.select_one("iframe")
    assert frame["src"] == f"{settings.BASE_URL}{topic.url}einbetten/"
    assert frame["sandbox"] == ["allow-popups", "allow-popups-to-escape-sandbox"]
    assert frame["title"] == topic.title
    assert code.select("script") == []
