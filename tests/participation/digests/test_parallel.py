"""Two beats, an operator and a deployment at the same moment: everybody is told once."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from gdb_portal.mail.models import OutboxMail
from participation.cases.models import Case, ReachedStep
from participation.cases.services import remind_and_escalate
from participation.digests.enums import Frequency, RunKind
from participation.digests.models import DigestItem, DigestRecipient, DigestRun
from participation.digests.services import (
    build_unprocessed,
    follow,
    plan_due_runs,
    set_frequency,
    spread_news,
)
from participation.services.comment import publish_comment
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TUESDAY = dt.datetime(2030, 11, 26, 7, 30, tzinfo=ZoneInfo("Europe/Berlin"))


def at_once(action, times):
    """Run `action` in many threads that start together; returns what they raised."""
    barrier, raised = threading.Barrier(times), []

    def run():
        barrier.wait()
        try:
            action()
        except Exception as error:  # noqa: BLE001  the test names whatever went wrong
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.req("F05", "R08")
def test_eight_at_once_tell_everybody_once():
    topic = TopicFactory()
    set_frequency(topic.administration, frequency=Frequency.DAILY, by=None)
    followers = [UserFactory() for _ in range(5)]
    for person in followers:
        follow(topic, by=person)
    for _ in range(10):
        publish_comment(CommentFactory(topic=topic, wants_answer=True), by=None)

    def everything():
        spread_news()
        plan_due_runs(TUESDAY)
        build_unprocessed(TUESDAY)

    errors = at_once(everything, 8)
    everything()

    assert errors == []
    assert OutboxMail.objects.filter(kind="digest").count() == 1
    assert OutboxMail.objects.filter(kind="news").count() == len(followers)
    assert DigestRun.objects.filter(kind=RunKind.DAILY, period="2030-11-26").count() == 1
    assert DigestItem.objects.filter(kind="comment").count() == 10
    assert DigestRecipient.objects.unprocessed().count() == 0


@pytest.mark.req("F05")
def test_eight_at_once_remind_once():
    topic = TopicFactory()
    publish_comment(CommentFactory(topic=topic, wants_answer=True), by=None)
    Case.objects.update(due_on=TUESDAY.date())

    errors = at_once(lambda: remind_and_escalate(TUESDAY), 8)

    assert errors == []
    assert OutboxMail.objects.filter(kind="case_reminder").count() == 1
    assert ReachedStep.objects.filter(step="today").count() == 1


@pytest.mark.req("R09")
def test_what_is_committed_after_the_run_is_in_the_next():
    """The transaction began before the run and committed after it."""
    topic = TopicFactory()
    set_frequency(topic.administration, frequency=Frequency.DAILY, by=None)
    written, run_is_over = threading.Event(), threading.Event()

    def slow_writer():
        with transaction.atomic():
            publish_comment(CommentFactory(topic=topic), by=None)
            written.set()
            run_is_over.wait(20)
        connection.close()

    writer = threading.Thread(target=slow_writer)
    writer.start()
    written.wait(20)
    plan_due_runs(TUESDAY)
    build_unprocessed(TUESDAY)
    assert DigestItem.objects.count() == 0
    run_is_over.set()
    writer.join()

    plan_due_runs(TUESDAY + dt.timedelta(days=1))
    build_unprocessed(TUESDAY + dt.timedelta(days=1))

    assert DigestItem.objects.filter(kind="comment").count() == 1
