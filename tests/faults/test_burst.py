"""Everybody at once: contributions, votes, polls and readers on one topic, sized to the machine."""

import os
import threading
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from participation.enums import ModerationMode
from participation.models import Comment, PollSheet, Tally, Topic, Vote
from participation.poll_results import results_of
from participation.services.counters import reconcile
from tests.factories.accounts import UserFactory
from tests.factories.participation import TopicFactory
from tests.factories.polls import PollFactory, questions_of

PERSONS = 12 * (os.cpu_count() or 2)
AT_ONCE = 8
VALUES = ("agree", "disagree", "neutral")


@pytest.mark.req("F22", "F19", "B4")
def test_in_a_burst_nothing_acknowledged_is_lost_and_every_counter_is_right():
    topic = TopicFactory(moderation_mode=ModerationMode.POST)
    poll = PollFactory(topic=topic)
    question = questions_of(poll)[0].pk
    waiting = [(number, UserFactory()) for number in range(PERSONS)]
    answers, broken, lock = [], [], threading.Lock()
    start = threading.Barrier(AT_ONCE)

    def send(browser, name, *args, **data):
        answer = browser.post(reverse(f"participation:{name}", args=args), data)
        with lock:
            answers.append((name, answer.status_code, answer.get("Location", "")))

    def take_part(number, person):
        browser = Client(raise_request_exception=False)
        browser.force_login(person)
        for turn in range(2):
            text = f"{person.pseudonym} sagt zum {turn}. Mal etwas anderes."
            send(browser, "comment-create", topic.slug, text=text, confirmed="on")
            # The second vote is another one: people change their minds.
            send(browser, "topic-vote", topic.slug, value=VALUES[(number + turn) % 3])
            read = poll.fingerprint()
            sheet = {"read": read, f"frage-{question}": str((number + turn) % 3 + 1)}
            send(browser, "poll-answer", topic.slug, poll.pk, **sheet)
            reader = Client(raise_request_exception=False)
            seen = reader.get(topic.url).status_code
            with lock:
                answers.append(("read", seen, ""))

    def work():
        start.wait()
        try:
            while True:
                with lock:
                    if not waiting:
                        return
                    number, person = waiting.pop()
                take_part(number, person)
        except Exception as error:  # noqa: BLE001  the test looks at them
            broken.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert broken == []
    assert Counter((name, status) for name, status, _where in answers) == {
        ("comment-create", 302): 2 * PERSONS,
        ("topic-vote", 302): 2 * PERSONS,
        ("poll-answer", 302): 2 * PERSONS,
        ("read", 200): 2 * PERSONS,
    }
    # Each contribution that was acknowledged is there, once.
    told = {where.rpartition("-")[2] for name, _status, where in answers if "#beitrag-" in where}
    assert told == {str(pk) for pk in Comment.objects.values_list("pk", flat=True)}
    tally = Tally.objects.get(topic=topic)
    assert tally.comment_count == Comment.objects.published().count() == 2 * PERSONS
    assert Vote.objects.count() == PERSONS
    last = Counter(VALUES[(number + 1) % 3] for number in range(PERSONS))
    counted = (tally.agree_count, tally.disagree_count, tally.neutral_count)
    assert counted == tuple(last[value] for value in VALUES)
    assert PollSheet.objects.count() == PERSONS
    [result] = results_of(Topic.objects.get(pk=topic.pk))
    assert sum(option.count for option in result.questions[0].options) == PERSONS
    assert reconcile() == 0
