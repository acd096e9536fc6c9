"""Measures that nobody speaks about: reminded of once, escalated by date, cleared by a word."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.cases.models import EscalationContact, ReachedStaleStep
from participation.cases.services import escalate_stale_measures, note_stale_measures
from participation.cases.tasks import watch_deadlines
from participation.digests.enums import Frequency
from participation.digests.services import build_unprocessed, plan_due_runs, set_frequency
from participation.working_days import add_working_days
from strategy.models import Measure
from strategy.services.progress import change_progress, confirm_unchanged
from tests.factories.accounts import UserFactory
from tests.factories.pages import HomeFactory
from tests.factories.participation import AdministrationFactory
from tests.factories.strategy import MeasureFactory, MeasureIndexFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("A6")]
BERLIN = ZoneInfo("Europe/Berlin")
SAID_ON = dt.date(2029, 1, 10)
# A Monday more than half a year later, without holidays around it.
FOUND = dt.date(2029, 7, 16)
UNIT = add_working_days(FOUND, 10)
CHANCELLERY = add_working_days(FOUND, 30)
DAY = dt.timedelta(days=1)


def at(day, hour=9):
    return dt.datetime.combine(day, dt.time(hour), tzinfo=BERLIN)


@pytest.fixture
def office(db):
    office = AdministrationFactory(slug="amt", short_name="Amt <1>", email="amt@example.org")
    EscalationContact.objects.create(administration=office, email="leitung@example.org")
    return office


@pytest.fixture
def chancellery(db):
    return AdministrationFactory(slug="skzl", email="kanzlei@example.org")


@pytest.fixture
def index(db):
    return MeasureIndexFactory(parent=HomeFactory())


def silent_measure(index, office, slug="bank"):
    page = MeasureFactory(
        parent=index,
        slug=slug,
        title="Mehr <Bänke>",
        status="running",
        status_as_of=SAID_ON,
        responsible_administration=office,
    )
    with time_machine.travel(at(SAID_ON)):
        page.save_revision().publish()
    return Measure.objects.get(pk=page.pk)


@pytest.fixture
def measure(index, office):
    return silent_measure(index, office)


def told():
    rows = OutboxMail.objects.filter(kind="measure_escalation").order_by("created_at")
    return [mail.address for mail in rows]


def watch(first, last):
    """What reached which day, looking every day."""
    reached = {}
    day = first
    while day <= last:
        for notice in escalate_stale_measures(at(day)):
            reached[notice.step] = day
        day += DAY
    return reached


def test_head_and_chancellery_hear_by_and_by(measure, chancellery):
    assert watch(FOUND, CHANCELLERY + 40 * DAY) == {"unit": UNIT, "chancellery": CHANCELLERY}

    assert told() == ["leitung@example.org", "kanzlei@example.org"]


def test_looking_many_times_tells_once(measure):
    escalate_stale_measures(at(FOUND))
    for _ in range(3):
        escalate_stale_measures(at(UNIT))

    assert told() == ["leitung@example.org"]


def test_weeks_on_which_nothing_ran_are_made_up_for(measure, chancellery):
    escalate_stale_measures(at(FOUND))

    escalate_stale_measures(at(CHANCELLERY + 30 * DAY))

    assert told() == ["leitung@example.org", "kanzlei@example.org"]


def test_nobody_is_skipped_the_administration_is_reminded_first(measure, chancellery):
    # The portal starts with a measure that has been silent for years.
    escalate_stale_measures(at(add_working_days(FOUND, 700)))

    assert told() == []
    assert ReachedStaleStep.objects.get().step == "owner"


@pytest.mark.parametrize(
    "moment",
    [at(UNIT + 3 * DAY, 6), at(UNIT + 3 * DAY, 19), at(dt.date(2029, 10, 3)), at(UNIT + 5 * DAY)],
    ids=["early", "late", "holiday", "saturday"],
)
def test_nobody_is_told_outside_working_hours(measure, moment):
    note_stale_measures(measure.responsible_administration, FOUND)

    assert escalate_stale_measures(moment) == []


def test_no_change_because_clears_it_and_silence_that_follows_starts_anew(measure, chancellery):
    watch(FOUND, UNIT)
    with time_machine.travel(at(UNIT + DAY)):
        confirm_unchanged(measure, by=None, reason="Die Ausschreibung läuft noch.")

    assert watch(UNIT + DAY, CHANCELLERY + 60 * DAY) == {}

    again = UNIT + 190 * DAY
    reached = watch(again, again + 60 * DAY)
    assert list(reached) == ["unit", "chancellery"]
    assert told() == ["leitung@example.org"] * 2 + ["kanzlei@example.org"]


@pytest.mark.parametrize("speak", ["change", "finish"])
def test_a_mail_that_lost_its_cause_is_not_sent(measure, speak):
    watch(FOUND, UNIT)
    mail = OutboxMail.objects.get(kind="measure_escalation")
    with time_machine.travel(at(UNIT, 10)):
        assert compose(mail, KINDS[mail.kind]) is not None
        if speak == "change":
            change_progress(measure, by=None, reason="Es geht voran.", status="planned")
        else:
            Measure.objects.filter(pk=measure.pk).update(status="completed")

        assert compose(mail, KINDS[mail.kind]) is None


def test_a_new_responsible_administration_is_reminded_before_others_hear(measure, chancellery):
    watch(FOUND, UNIT - DAY)
    other = AdministrationFactory(slug="neu", email="neu@example.org")
    Measure.objects.filter(pk=measure.pk).update(responsible_administration=other)

    assert watch(UNIT, UNIT + 3 * DAY) == {}
    assert list(watch(UNIT + 4 * DAY, CHANCELLERY + 10 * DAY)) == ["unit"]
    # Nobody entered its head: its own mailbox is asked to pass it on.
    assert told() == ["neu@example.org"]
    mail = OutboxMail.objects.get(kind="measure_escalation")
    with time_machine.travel(at(CHANCELLERY)):
        assert "ihr Postfach ist nicht eingetragen" in compose(mail, KINDS[mail.kind]).body


def test_the_mail_says_which_since_when_and_what_helps(measure, chancellery):
    watch(FOUND, CHANCELLERY)
    unit, top = OutboxMail.objects.filter(kind="measure_escalation").order_by("created_at")

    with time_machine.travel(at(CHANCELLERY, 10)):
        message = compose(unit, KINDS[unit.kind])
        higher = compose(top, KINDS[top.kind])

    assert message.subject == "Amt <1>: zu 1 Maßnahme fehlen neue Angaben"
    assert "Mehr <Bänke>" in message.body
    assert "letzte Angabe vom 10. Januar 2029" in message.body
    assert "Hat sich nichts geändert, genügt ein Satz, warum." in message.body
    assert "weil sie die Strategie koordiniert" in higher.body
    html = BeautifulSoup(message.alternatives[0].content, "html.parser")
    assert "Mehr <Bänke>" in html.text
    assert unit.cause.kind == "staleness.told"


def test_long_lists_are_cut_and_say_how_many_more(index, office):
    for number in range(27):
        silent_measure(index, office, slug=f"bank-{number}")
    watch(FOUND, UNIT)

    mail = OutboxMail.objects.get(kind="measure_escalation")
    with time_machine.travel(at(UNIT, 10)):
        body = compose(mail, KINDS[mail.kind]).body

    assert body.count("letzte Angabe vom") == 25
    assert "und 2 weitere Maßnahmen" in body


def test_everybody_reads_on_the_measure_who_heard_of_it_when(client, measure, chancellery):
    watch(FOUND, UNIT)

    with time_machine.travel(at(UNIT + DAY)):
        page = BeautifulSoup(client.get(measure.url).content, "html.parser")

    steps = [step.get_text(strip=True) for step in page.select(".gdb-stale-steps li")]
    assert steps == [
        "Am 30. Juli 2029 wurde die Leitung der zuständigen Verwaltung darauf hingewiesen."
    ]


def test_the_alarm_clock_watches_measures_too(measure):
    with time_machine.travel(at(FOUND)):
        watch_deadlines()
    with time_machine.travel(at(UNIT)):
        watch_deadlines()

    assert told() == ["leitung@example.org"]


# --- the owner's reminder -------------------------------------------------------------------------


def digest_on(day):
    with time_machine.travel(at(day)):
        plan_due_runs(at(day))
        build_unprocessed(at(day))
        mail = OutboxMail.objects.filter(kind="digest").order_by("created_at").last()
        return compose(mail, KINDS["digest"]) if mail else None


def test_the_administration_is_reminded_once_in_its_digest(measure, office):
    set_frequency(office, frequency=Frequency.DAILY, by=None)

    first = digest_on(FOUND)
    digest_on(FOUND + DAY)

    assert first.subject == "Beteiligung: 1 Maßnahme ohne neue Angaben"
    assert "LANGE NICHT AKTUALISIERT (1)" in first.body
    assert "Mehr <Bänke>" in first.body
    assert reverse("progress:measure", args=[measure.pk]) in first.body
    assert OutboxMail.objects.filter(kind="digest").count() == 1


def test_an_administration_with_nothing_but_measures_has_a_digest_too(measure):
    digest_on(FOUND)

    mail = OutboxMail.objects.get(kind="digest")
    assert (mail.address, mail.status) == ("amt@example.org", "queued")


def test_it_is_reminded_again_when_the_measure_falls_silent_again(measure, office):
    set_frequency(office, frequency=Frequency.DAILY, by=None)
    digest_on(FOUND)
    with time_machine.travel(at(FOUND + DAY)):
        confirm_unchanged(measure, by=None, reason="Wir warten.")

    digest_on(FOUND + 2 * DAY)
    assert OutboxMail.objects.filter(kind="digest").count() == 1
    again = digest_on(FOUND + 190 * DAY)

    assert OutboxMail.objects.filter(kind="digest").count() == 2
    assert "LANGE NICHT AKTUALISIERT (1)" in again.body


def test_the_desk_shows_the_same_measures(client, measure, office):
    person = UserFactory(email="owner@example.org", pseudonym="Amtlich", roles=["official"])
    office.members.create(user=person)

    with time_machine.travel(at(FOUND)):
        client.force_login(person)
        page = client.get(reverse("desk:desk"), {"ansicht": "massnahmen"})

    soup = BeautifulSoup(page.content, "html.parser")
    assert [row.text for row in soup.select(".gdb-row__title")] == ["Mehr <Bänke>"]
    counts = {tab["name"]: tab["count"] for tab in page.context["tabs"]}
    assert counts["massnahmen"] == 1
