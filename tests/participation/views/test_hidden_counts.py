"""Votes that a topic hides until its end are nowhere to be seen before."""

import csv
import datetime as dt
import io
import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from participation.digests.content import new_votes
from participation.digests.models import DigestRecipient
from participation.models import Comment, Tally
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("D3")]

AGREE, DISAGREE, ON_COMMENT = 4711, 4712, 4713


@pytest.fixture
def secret():
    topic = TopicFactory(hides_counts=True)
    Tally.objects.filter(topic=topic).update(agree_count=AGREE, disagree_count=DISAGREE)
    comment = CommentFactory(topic=topic, published=True)
    Comment.objects.filter(pk=comment.pk).update(agree_count=ON_COMMENT)
    return topic


def everything(client, topic):
    """All that anybody can read about the topic, in one text."""
    cache.clear()
    comment = topic.comments.first()
    urls = [
        topic.url,
        comment.url,
        "/beteiligung/",
        reverse("participation:result", args=[topic.slug]),
        reverse("participation:export", args=[topic.slug]),
    ]
    pages = [client.get(url) for url in urls]
    return "".join(
        page.getvalue().decode() if page.streaming else page.content.decode() for page in pages
    )


def numbers(text):
    counts = {AGREE, DISAGREE, ON_COMMENT, AGREE + DISAGREE}
    return {int(n) for n in re.findall(r"\d+", text.replace(".", ""))} & counts


def test_before_the_end_no_page_and_no_table_tells_a_count(client, secret, citizen):
    assert numbers(everything(client, secret)) == set()
    client.force_login(citizen)
    assert numbers(everything(client, secret)) == set()


def test_after_the_end_all_of_them_do(client, secret):
    secret.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))

    assert numbers(everything(client, secret)) == {AGREE, DISAGREE, ON_COMMENT, AGREE + DISAGREE}


def test_the_order_by_agreement_tells_nothing_either(client, secret):
    other = CommentFactory(topic=secret, published=True)

    html = client.get(secret.url, {"sortierung": "zustimmung"}).content.decode()

    # Newest first, although the older one has thousands of votes.
    places = [html.index(f'id="beitrag-{pk}"') for pk in (other.pk, secret.comments.last().pk)]
    assert places == sorted(places)
    assert "sortierung=zustimmung" not in html


def test_the_cells_of_the_table_are_empty(client, secret):
    answer = client.get(reverse("participation:export", args=[secret.slug]))
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))

    assert {row["zustimmung"] for row in rows} == {""}


def test_the_digest_tells_officials_nothing_either(secret):
    recipient = DigestRecipient(administration=secret.administration)
    assert new_votes(recipient) == []
    open_topic = TopicFactory(administration=secret.administration)
    Tally.objects.filter(topic=open_topic).update(agree_count=2)
    assert [count.topic_id for count in new_votes(recipient)] == [open_topic.pk]
