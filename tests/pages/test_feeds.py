"""Feeds of news and topics."""

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from tests.factories.pages import HomeFactory, NewsIndexFactory, NewsPageFactory
from tests.factories.participation import TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("L4")]
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client, name):
    answer = client.get(reverse(name))
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314  our own feed
    return [
        (entry.find(f"{ATOM}title").text, entry.find(f"{ATOM}link").get("href"))
        for entry in feed.findall(f"{ATOM}entry")
    ]


def test_the_feed_has_public_news_newest_first_with_whole_addresses(client, home):
    index = NewsIndexFactory(parent=home)
    old = NewsPageFactory(parent=index, title="Alt & <b>", dated_on="2022-12-20")
    new = NewsPageFactory(parent=index, title="Neu", dated_on="2024-03-01")
    NewsPageFactory(parent=index, title="Entwurf", dated_on="2025-01-01", live=False)
    english = NewsIndexFactory(parent=HomeFactory(language="en"))
    NewsPageFactory(parent=english, title="English", dated_on="2025-01-01")

    assert entries(client, "pages:news-feed") == [
        ("Neu", f"http://testserver{new.url}"),
        ("Alt & <b>", f"http://testserver{old.url}"),
    ]


def test_the_news_page_names_its_feed(client, home):
    index = NewsIndexFactory(parent=home)

    page = client.get(index.url).content.decode()

    feed = reverse("pages:news-feed")
    assert page.count(f'href="{feed}"') == 2


def test_a_feed_without_news_is_empty(client, home):
    assert entries(client, "pages:news-feed") == []


def test_the_feed_of_topics_has_only_public_ones(client, home):
    topic = TopicFactory(title="Was fehlt <i>hier</i>?")
    TopicFactory(title="Entwurf", live=False)

    found = entries(client, "participation:topic-feed")

    assert found == [(topic.title, f"http://testserver{topic.url}")]
    assert f'href="{reverse("participation:topic-feed")}"' in (
        client.get(reverse("participation:topics")).content.decode()
    )
