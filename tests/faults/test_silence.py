"""Administrations that never react, while whoever watches them dies, comes twice or not at all."""

import datetime as dt
import threading
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.tasks import send_due_mail
from participation.cases.models import Case, DeadlineNotice, EscalationContact, ReachedStep
from participation.cases.services import (
    publish_answer,
    record_absence,
    remind_and_escalate,
    take_on_case,
)
from participation.services.comment import publish_comment
from participation.working_days import add_working_days, subtract_working_days
from strategy.models import Administration
from tests.factories.accounts import UserFactory
from tests.factories.participation import AdministrationFactory, CommentFactory, TopicFactory

BERLIN = ZoneInfo("Europe/Berlin")
WATCH = """
import datetime as dt
from participation.cases.services import remind_and_escalate
remind_and_escalate(dt.datetime.fromisoformat({moment!r}))
"""


def office_hour():
    """Ten o'clock on the next working day in Berlin."""
    day = add_working_days(timezone.localdate(), 1)
    return dt.datetime.combine(day, dt.time(10), tzinfo=BERLIN)


def silent(slug, *, due_on):
    """An administration with a head, and with one answer that it owes since `due_on`."""
    administration = AdministrationFactory(slug=slug, email=f"{slug}@example.org")
    EscalationContact.objects.create(
        administration=administration, email=f"leitung-{slug}@example.org"
    )
    topic = TopicFactory(administration=administration)
    comment = CommentFactory(topic=topic, wants_answer=True, author=UserFactory())
    publish_comment(comment, by=None)
    Case.objects.filter(comment=comment).update(due_on=due_on)
    return administration, Case.objects.get(comment=comment)


@pytest.mark.req("F41", "H3")
def test_who_never_reacts_is_escalated_once_however_watchers_die(smtp, processes, wait, holds):
    moment = office_hour()
    due_on = subtract_working_days(moment.date(), 20)
    AdministrationFactory(slug="skzl", email="kanzlei@example.org")
    first, case = silent("amt-1", due_on=due_on)
    second, _other = silent("amt-2", due_on=due_on)
    person, deputy = (
        UserFactory(email=f"{name}@example.org", pseudonym=name, roles=["official"])
        for name in ("person", "vertretung")
    )
    for official in (person, deputy):
        first.members.create(user=official)
    take_on_case(case, by=person)
    record_absence(person, starts_on=due_on, ends_on=moment.date(), deputy=deputy)

    # The watcher dies between the two: somebody holds the second.
    with transaction.atomic():
        Administration.objects.select_for_update().get(pk=second.pk)
        watcher = processes.script(WATCH.format(moment=moment.isoformat()))
        wait(lambda: DeadlineNotice.objects.filter(administration=first).count() == 3)
        watcher.kill()

    def watch():
        remind_and_escalate(moment)
        connection.close()

    watchers = [threading.Thread(target=watch) for _ in range(4)]
    for one in watchers:
        one.start()
    for one in watchers:
        one.join()

    notices = Counter(DeadlineNotice.objects.values_list("administration__slug", "step"))
    steps = ("today", "unit", "chancellery")
    assert notices == {(slug, step): 1 for slug in ("amt-1", "amt-2") for step in steps}
    assert ReachedStep.objects.count() == 8
    send_due_mail()
    told = Counter(message["X-Envelope-To"] for message in smtp.messages)
    assert told == {
        "amt-1@example.org": 1,
        "vertretung@example.org": 1,
        "leitung-amt-1@example.org": 1,
        "amt-2@example.org": 1,
        "leitung-amt-2@example.org": 1,
        "kanzlei@example.org": 2,
    }
    # What is overdue is a public number, and each mail names the event it comes from.
    assert Client().get("/api/v1/antworten/").json()["total"]["overdue_count"] == 2
    causes = OutboxMail.objects.filter(kind__startswith="case_").values_list("cause__kind")
    assert set(causes) == {("deadline.told",)}
    holds(smtp)


@pytest.mark.req("F41", "H3")
def test_who_answers_at_last_is_told_nothing_more(smtp, holds):
    moment = office_hour()
    administration, case = silent("amt-1", due_on=subtract_working_days(moment.date(), 4))
    remind_and_escalate(moment)
    official = UserFactory(email="official@example.org", pseudonym="Offi", roles=["official"])
    administration.members.create(user=official)
    publish_answer(case, by=official, text="Entschuldigung. Die Bank kommt im Mai.")

    later = add_working_days(moment.date(), 30)
    assert remind_and_escalate(dt.datetime.combine(later, dt.time(10), tzinfo=BERLIN)) == []
    send_due_mail()

    assert [message["X-Envelope-To"] for message in smtp.messages] == [case.comment.author.email]
    holds(smtp)
