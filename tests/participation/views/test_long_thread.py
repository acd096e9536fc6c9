"""Ten thousand contributions: the first page costs what it costs with a few."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.enums import CommentStatus
from participation.models import Comment, Tally, Topic
from participation.thread_order import PAGE_SIZE
from tests.factories.accounts import UserFactory
from tests.factories.participation import TopicFactory

pytestmark = pytest.mark.django_db

MANY = 10_000


@pytest.fixture
def long_topic():
    topic, author = TopicFactory(), UserFactory()
    now = topic.created_at
    Comment.objects.bulk_create(
        (
            Comment(
                topic=topic,
                author=author,
                text=f"Beitrag <b>{number}</b>",
                status=CommentStatus.PUBLISHED,
                published_at=now,
            )
            for number in range(MANY)
        ),
        batch_size=1000,
    )
    Tally.objects.filter(topic=topic).update(comment_count=MANY)
    return Topic.objects.get(pk=topic.pk)


def shown(client, path):
    return re.findall(r'id="beitrag-(\d+)"', client.get(path).content.decode())


def next_page(client, path):
    html = client.get(path).content.decode()
    return re.search(r'href="(\?[^"]*nach=[^"#]*)', html)[1].replace("&amp;", "&")


@pytest.mark.req("C1", "D7")
def test_the_random_order_of_ten_thousand_is_stable_for_who_keeps_the_address(client, long_topic):
    url = f"{long_topic.url}?sortierung=zufall&zufall=7"

    first = shown(client, url)
    second = shown(client, long_topic.url + next_page(client, url))

    assert len(first) == len(second) == PAGE_SIZE
    assert not set(first) & set(second)
    # Built again, not taken from the cache.
    assert shown(client, f"{url}&unbekannt=1") == first
    assert shown(client, f"{long_topic.url}?sortierung=zufall&zufall=8") != first


@pytest.mark.req("C1")
def test_ten_thousand_cost_as_many_queries_as_twenty(client, long_topic):
    short = TopicFactory()
    author = UserFactory()
    Comment.objects.bulk_create(
        Comment(
            topic=short,
            author=author,
            text="Kurz",
            status=CommentStatus.PUBLISHED,
            published_at=short.created_at,
        )
        for _number in range(PAGE_SIZE)
    )

    def queries(url):
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    queries(TopicFactory().url)  # what every process asks once
    assert queries(long_topic.url) == queries(short.url)
