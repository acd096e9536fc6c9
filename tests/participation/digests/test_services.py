"""Digests: each administration hears everything once."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.cases.models import Case
from participation.digests.enums import Frequency
from participation.digests.models import DigestItem, DigestRecipient, DigestRun
from participation.digests.periods import due_periods
from participation.digests.services import (
    build_digest,
    build_unprocessed,
    ensure_preferences,
    plan_due_runs,
    set_frequency,
)
from participation.services.comment import hide_comment, publish_comment
from participation.services.vote import cast_vote
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
# A Tuesday in term time, half past seven in Berlin.
TUESDAY = dt.datetime(2026, 11, 24, 7, 30, tzinfo=BERLIN)
DAY = dt.timedelta(days=1)


def run(now):
    plan_due_runs(now)
    build_unprocessed(now)


def digests():
    return OutboxMail.objects.filter(kind="digest")


def body(mail):
    message = compose(mail, KINDS["digest"])
    return None if message is None else message.body


@pytest.fixture
def daily(topic):
    set_frequency(topic.administration, frequency=Frequency.DAILY, by=None)
    return topic.administration


def test_daily_runs_are_due_on_working_days_at_seven():
    sunday = dt.datetime(2026, 11, 29, 12, 0, tzinfo=BERLIN)

    due = [period for kind, period in due_periods(sunday) if kind == Frequency.DAILY]

    assert due == [
        "2026-11-23",
        "2026-11-24",
        "2026-11-25",
        "2026-11-26",
        "2026-11-27",
    ]


def test_a_minute_before_seven_nothing_of_today_is_due():
    early = dt.datetime(2026, 11, 24, 6, 59, tzinfo=BERLIN)

    assert (Frequency.DAILY, "2026-11-24") not in due_periods(early)
    assert (Frequency.DAILY, "2026-11-24") in due_periods(early + dt.timedelta(minutes=1))


def test_the_weekly_run_waits_for_the_first_working_day():
    # Easter Monday 2027 is 29 March.
    monday = dt.datetime(2027, 3, 29, 12, 0, tzinfo=BERLIN)

    assert (Frequency.WEEKLY, "2027-W13") not in due_periods(monday)
    assert (Frequency.WEEKLY, "2027-W13") in due_periods(monday + DAY)


def test_seven_o_clock_stays_seven_when_the_clocks_change():
    after_change = dt.datetime(2026, 10, 26, 6, 59, tzinfo=BERLIN)

    assert (Frequency.DAILY, "2026-10-26") not in due_periods(after_change)
    assert (Frequency.DAILY, "2026-10-26") in due_periods(after_change + dt.timedelta(minutes=1))


def test_nothing_new_means_no_mail(daily):
    run(TUESDAY)

    assert digests().count() == 0
    assert DigestRecipient.objects.filter(note="nothing new").exists()


def test_a_new_comment_is_told_once(topic, daily):
    comment = CommentFactory(topic=topic, text="Mehr Schatten bitte")
    publish_comment(comment, by=None)

    run(TUESDAY)
    run(TUESDAY + DAY)

    mail = digests().get()
    assert mail.address == daily.email
    assert "Mehr Schatten bitte" in body(mail)


@pytest.mark.req("P28")
def test_a_digest_names_pseudonyms_and_no_addresses(topic, daily, citizen):
    publish_comment(CommentFactory(topic=topic, author=citizen), by=None)

    run(TUESDAY)

    text = body(digests().get())
    assert citizen.pseudonym in text
    assert citizen.email not in text


@pytest.mark.req("F05", "R08")
def test_planning_and_building_again_changes_nothing(topic, daily):
    publish_comment(CommentFactory(topic=topic), by=None)
    run(TUESDAY)
    before = (DigestRun.objects.count(), DigestItem.objects.count(), digests().count())

    for _ in range(3):
        run(TUESDAY)
        for recipient in DigestRecipient.objects.all():
            assert build_digest(recipient.pk, now=TUESDAY) is False

    after = (DigestRun.objects.count(), DigestItem.objects.count(), digests().count())
    assert after == before


@pytest.mark.req("R09")
def test_a_comment_that_comes_after_the_run_is_in_the_next_one(topic, daily):
    publish_comment(CommentFactory(topic=topic, text="Vorher"), by=None)
    run(TUESDAY)
    # Its time lies before the run, but it became visible only afterwards.
    late = CommentFactory(topic=topic, text="Spät sichtbar")
    publish_comment(late, by=None)
    type(late).objects.filter(pk=late.pk).update(published_at=TUESDAY - DAY)

    run(TUESDAY + DAY)

    texts = [body(mail) for mail in digests().order_by("created_at")]
    assert ["Spät sichtbar" in text for text in texts] == [False, True]
    assert ["Vorher" in text for text in texts] == [True, False]


@pytest.mark.req("F06")
def test_after_nine_days_of_silence_everything_is_told_in_one_mail(topic, daily):
    run(TUESDAY)
    publish_comment(CommentFactory(topic=topic, text="Lange her"), by=None)

    run(TUESDAY + 9 * DAY)

    assert digests().count() == 1
    assert "Lange her" in body(digests().get())


@pytest.mark.req("F14")
def test_what_was_hidden_meanwhile_is_not_in_the_mail(topic, daily, moderator):
    comment = CommentFactory(topic=topic, text="Geheim <b>!</b>")
    publish_comment(comment, by=None)
    publish_comment(CommentFactory(topic=topic, text="Öffentlich"), by=None)
    run(TUESDAY)

    hide_comment(comment, by=moderator, rule="1")

    text = body(digests().get())
    assert "Öffentlich" in text
    assert "Geheim" not in text


@pytest.mark.req("F14")
def test_a_digest_that_became_empty_is_not_sent(topic, daily, moderator):
    comment = CommentFactory(topic=topic)
    publish_comment(comment, by=None)
    run(TUESDAY)

    hide_comment(comment, by=moderator, rule="1")

    assert body(digests().get()) is None


def test_a_case_is_told_when_new_when_due_and_when_overdue(topic, daily):
    comment = CommentFactory(topic=topic, wants_answer=True)
    publish_comment(comment, by=None)
    case = Case.objects.get()
    monday = dt.datetime(2026, 11, 23, 8, 0, tzinfo=BERLIN)
    case.due_on = dt.date(2026, 12, 9)
    case.save()

    told = {}
    for days in range(20):
        now = monday + days * DAY
        run(now)
        for item in DigestItem.objects.filter(subject_id=case.pk).exclude(kind="comment"):
            told.setdefault(item.kind, now.date())

    assert told == {
        "case_new": dt.date(2026, 11, 23),
        "case_due_soon": dt.date(2026, 12, 2),
        "case_overdue": dt.date(2026, 12, 10),
    }


def test_new_votes_are_told_as_a_difference(topic, daily):
    cast_vote(topic, by=UserFactory(), value="agree")
    run(TUESDAY)
    cast_vote(topic, by=UserFactory(), value="agree")
    cast_vote(topic, by=UserFactory(), value="disagree")

    run(TUESDAY + DAY)

    counts = DigestRecipient.objects.order_by("pk").exclude(mail_id=None)
    assert [recipient.votes.get().new_count for recipient in counts] == [1, 2]


def test_each_administration_hears_of_its_own_topics_only(topic, daily):
    other = TopicFactory()
    set_frequency(other.administration, frequency=Frequency.DAILY, by=None)
    publish_comment(CommentFactory(topic=topic, text="Für das eine Amt"), by=None)

    run(TUESDAY)

    assert [mail.address for mail in digests()] == [daily.email]


def test_an_administration_without_a_mailbox_loses_nothing(topic, daily):
    publish_comment(CommentFactory(topic=topic, text="Bleibt"), by=None)
    type(daily).objects.filter(pk=daily.pk).update(email="")
    run(TUESDAY)
    type(daily).objects.filter(pk=daily.pk).update(email="postfach@example.org")

    run(TUESDAY + DAY)

    assert "Bleibt" in body(digests().get())


def test_new_administrations_are_told_weekly(topic):
    ensure_preferences()

    assert topic.administration.digest_preference.frequency == Frequency.WEEKLY


def test_a_dry_run_says_what_would_happen_and_does_not_do_it(topic, daily, capsys):
    publish_comment(CommentFactory(topic=topic), by=None)

    call_command("run_digests", now=TUESDAY.isoformat(), dry_run=True)

    assert "Mail eingereiht" in capsys.readouterr().out
    assert digests().count() == 0
    assert DigestRun.objects.count() == 0
