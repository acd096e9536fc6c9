"""Digests whose builders are killed, planned by many at once, on days that have 23 or 25 hours."""

import datetime as dt
import threading
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.tasks import send_due_mail
from participation.digests.enums import Frequency
from participation.digests.models import DigestItem, DigestRecipient, DigestRun
from participation.digests.services import plan_due_runs
from participation.digests.tasks import plan_and_build
from participation.working_days import is_working_day
from tests.factories.participation import CommentFactory, PageFactory, TopicFactory

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def news():
    """So many administrations with one new comment each, which hear weekly."""

    def make(count):
        page = PageFactory()
        for _ in range(count):
            CommentFactory(topic=TopicFactory(page=page), published=True)

    return make


def digests():
    return OutboxMail.objects.filter(kind="digest")


def processed():
    return DigestRecipient.objects.exclude(processed_at=None).count()


@pytest.mark.req("F01", "R08", "R04")
def test_builders_and_senders_that_are_killed_leave_each_administration_one_digest(
    news, smtp, worker, states, wait, time_passes, holds
):
    news(200)
    plan_and_build.delay()
    for at in (1, 50, 199):
        wait(lambda at=at: processed() >= at, every=0.002)
        worker.kill_child()
    plan_and_build.delay()
    wait(lambda: digests().count() == 200)
    wait(lambda: not DigestRun.objects.filter(completed_at=None).exists())

    def kill(address):
        if len(smtp.messages) in deaths:
            deaths.discard(len(smtp.messages))
            worker.kill_child()

    deaths = {0, 49, 196}
    smtp.before_data = kill
    time_passes()
    send_due_mail.delay()
    # Only the three victims may count as stuck, not the one that is on its way just now.
    wait(lambda: states() == {"sent": 197, "sending": 3})
    assert time_passes() == 3
    send_due_mail.delay()

    wait(lambda: digests().filter(status="sent").count() == 200)
    assert max(Counter(message["To"] for message in smtp.messages).values()) == 1
    told = DigestItem.objects.values_list("administration", "kind", "subject_id")
    assert len(told) == len(set(told)) == 200
    holds(smtp)


@pytest.mark.req("F05", "R08")
def test_two_beats_and_an_operator_plan_each_period_once(news, smtp, processes, wait, holds):
    news(3)
    processes.worker(concurrency=2).wait_until_ready()
    beats = [processes.beat(), processes.beat()]

    def operate():
        for _ in range(5):
            call_command("run_digests")
        connection.close()

    operators = [threading.Thread(target=operate) for _ in range(4)]
    for operator in operators:
        operator.start()
    for operator in operators:
        operator.join()
    wait(lambda: all("Sending due task plan-digests" in b.log.read_text() for b in beats))
    for beat in beats:
        beat.kill()

    periods = list(DigestRun.objects.values_list("kind", "period"))
    assert len(periods) == len(set(periods))
    wait(lambda: digests().count() == 3)
    assert "IntegrityError" not in processes.logs()
    OutboxMail.objects.update(status="aborted")
    holds(smtp)


@pytest.mark.req("F15", "F06", "R08")
@pytest.mark.parametrize(
    "day",
    [
        dt.date(2026, 3, 29),
        dt.date(2026, 10, 25),
        dt.date(2028, 2, 29),
        dt.date(2026, 12, 31),
    ],
)
def test_each_working_day_has_one_daily_run_whatever_the_clock_does(day):
    moment = dt.datetime.combine(day - dt.timedelta(days=2), dt.time(), BERLIN).astimezone(dt.UTC)
    end = moment + dt.timedelta(days=4)
    days = [day + dt.timedelta(days=n) for n in range(-2, 2)]
    while moment < end:
        # A second machine, whose clock is five minutes behind.
        for late in (0, 5):
            plan_due_runs(moment - dt.timedelta(minutes=late))
        moment += dt.timedelta(hours=1)

    runs = DigestRun.objects.filter(kind=Frequency.DAILY).values_list("period", flat=True)
    expected = {each.isoformat() for each in days if is_working_day(each)}
    assert {run for run in runs if dt.date.fromisoformat(run) in days} == expected
    assert len(runs) == len(set(runs))
