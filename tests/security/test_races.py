"""Many at once against the real database: sending twice, and voting fifty times."""

import threading
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from participation.models import Comment, Tally, Vote
from tests.factories.participation import CommentFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def at_once(count, action):
    """Run `action(n)` in `count` threads that start together; gives their answers."""
    barrier, answers = threading.Barrier(count), []

    def run(n):
        try:
            barrier.wait()
            answers.append(action(n))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[n]) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def browsers_of(person, count):
    """As many windows of one browser."""
    first = Client()
    first.force_login(person)
    found = []
    for _ in range(count):
        window = Client()
        window.cookies = first.cookies.copy()
        found.append(window)
    return found


@pytest.mark.req("F17")
def test_twenty_clicks_on_one_form_write_one_comment(topic, citizen):
    url = reverse("participation:comment-create", args=[topic.slug])
    data = {"text": "Mehr Bänke", "request_key": str(uuid.uuid4())}
    windows = browsers_of(citizen, 20)

    answers = at_once(20, lambda n: windows[n].post(url, data))

    comment = Comment.objects.get()
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, f"{topic.url}#beitrag-{comment.pk}")
    }


@pytest.mark.req("F17")
def test_two_forms_with_one_key_of_two_persons_are_two_comments(topic, citizen, other_citizen):
    url = reverse("participation:comment-create", args=[topic.slug])
    data = {"text": "Mehr Bänke", "request_key": str(uuid.uuid4())}
    windows = [*browsers_of(citizen, 1), *browsers_of(other_citizen, 1)]

    at_once(2, lambda n: windows[n].post(url, data))

    assert Comment.objects.count() == 2


@pytest.mark.req("F19", "S37")
def test_fifty_votes_of_one_person_at_once_are_one_row_and_counted_once(topic, citizen):
    url = reverse("participation:topic-vote", args=[topic.slug])
    windows = browsers_of(citizen, 50)
    wishes = ["agree", "disagree", "neutral", "", "agree"]

    answers = at_once(50, lambda n: windows[n].post(url, {"value": wishes[n % 5]}))

    assert {answer.status_code for answer in answers} == {302}
    assert Vote.objects.count() <= 1
    assert counted(topic) == cast(topic)


@pytest.mark.req("F19", "S37")
def test_fifty_votes_on_a_comment_at_once_are_one_row_and_counted_once(topic, citizen):
    comment = CommentFactory(topic=topic, published=True)
    url = reverse("participation:comment-vote", args=[comment.pk])
    windows = browsers_of(citizen, 50)
    wishes = ["agree", "disagree", "", "disagree", "agree"]

    answers = at_once(50, lambda n: windows[n].post(url, {"value": wishes[n % 5]}))

    comment.refresh_from_db()
    assert {answer.status_code for answer in answers} == {302}
    assert Vote.objects.count() <= 1
    votes = list(Vote.objects.values_list("value", flat=True))
    assert (comment.agree_count, comment.disagree_count) == (
        votes.count("agree"),
        votes.count("disagree"),
    )


def counted(topic):
    tally = Tally.objects.get(topic=topic)
    return tally.agree_count, tally.neutral_count, tally.disagree_count


def cast(topic):
    votes = list(Vote.objects.on_topic(topic).values_list("value", flat=True))
    return tuple(votes.count(value) for value in ("agree", "neutral", "disagree"))
