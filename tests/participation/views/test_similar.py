"""Before posting: what was said already. Offered, never in the way."""

import re
import uuid

import pytest
from django.urls import reverse

from participation.models import Comment
from participation.similar import similar_comments
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("C10")]

SAID = "Bitte mehr Sitzbänke im Schatten, am besten unter den Bäumen vor dem Bahnhof."
ALIKE = "Mehr Sitzbänke im Schatten vor dem Bahnhof"


@pytest.fixture
def said(topic):
    CommentFactory(topic=topic, published=True, text="Die Busse sollen häufiger fahren.")
    return CommentFactory(topic=topic, published=True, text=SAID)


def create_url(topic):
    return reverse("participation:comment-create", args=[topic.slug])


def test_similar_words_of_others_are_found_by_their_stems(topic, said, citizen):
    assert similar_comments(topic, ALIKE, by=citizen) == [said]
    assert similar_comments(topic, "Eine Sitzbank im Schatten des Bahnhofs", by=citizen) == [said]
    assert similar_comments(topic, "Führt das WLAN wieder ein", by=citizen) == []


def test_neither_own_nor_hidden_nor_foreign_contributions_are_offered(topic, citizen):
    CommentFactory(topic=topic, published=True, author=citizen, text=SAID)
    CommentFactory(topic=topic, hidden=True, text=SAID)
    CommentFactory(topic=topic, text=SAID)
    CommentFactory(topic=TopicFactory(), published=True, text=SAID)

    assert similar_comments(topic, ALIKE, by=citizen) == []


def test_three_are_offered_at_most(topic, citizen):
    for n in range(5):
        CommentFactory(topic=topic, published=True, text=f"{SAID} {n}")

    assert len(similar_comments(topic, ALIKE, by=citizen)) == 3


@pytest.mark.parametrize(
    "text", ["", "a b", HOSTILE, "'; DROP TABLE x; --", "& | ! ( ) :*", "x" * 5000]
)
def test_hostile_words_break_nothing(topic, said, citizen, text):
    assert said not in similar_comments(topic, text, by=citizen)


def test_the_first_sending_offers_and_the_second_posts(client, topic, said, citizen):
    client.force_login(citizen)
    data = {"text": ALIKE, "request_key": str(uuid.uuid4())}

    offered = client.post(create_url(topic), data)
    html = offered.content.decode()
    confirmed = re.search(r'name="confirmed" value="(\w*)"', html).group(1)
    assert Comment.objects.by(citizen).count() == 0
    assert said.url in html
    assert ALIKE in html
    client.post(create_url(topic), {**data, "confirmed": confirmed})

    assert Comment.objects.by(citizen).get().text == ALIKE


def test_what_nobody_said_is_posted_at_once(client, topic, said, citizen):
    client.force_login(citizen)

    client.post(create_url(topic), {"text": "Führt das WLAN wieder ein"})

    assert Comment.objects.by(citizen).count() == 1


def test_the_hint_while_writing_is_a_part_of_a_page(client, topic, said, citizen):
    client.force_login(citizen)
    url = reverse("participation:comment-similar", args=[topic.slug])

    answer = client.post(url, {"text": ALIKE})
    nothing = client.post(url, {"text": "\x00"})

    assert said.url in answer.content.decode()
    assert nothing.content.decode().strip() == ""
    assert client.get(url).status_code == 405
