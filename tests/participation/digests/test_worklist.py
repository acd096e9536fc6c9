"""The digest as a work list: the desk's own numbers, for mailbox and members, stoppable."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.cases.models import Case
from participation.cases.services import (
    ask_administration,
    extend_deadline,
    record_absence,
    reply_to_consultation,
    submit_answer,
)
from participation.digests.content import SHOWN_ROWS, read_digest
from participation.digests.enums import Frequency, RunKind
from participation.digests.models import DigestItem, DigestRecipient, DigestRun
from participation.digests.preview import preview
from participation.digests.services import (
    build_digest,
    build_unprocessed,
    plan_due_runs,
    set_frequency,
    set_member_frequency,
    stop_run,
)
from participation.models import Topic
from participation.services.comment import publish_comment
from participation.services.outcome import publish_outcome
from tests.factories.accounts import UserFactory
from tests.factories.participation import AdministrationFactory, CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY = dt.datetime(2030, 11, 26, 7, 30, tzinfo=BERLIN)
DAY = dt.timedelta(days=1)


def run(now):
    plan_due_runs(now)
    build_unprocessed(now)


def digests():
    return OutboxMail.objects.filter(kind="digest").order_by("created_at")


def message(mail):
    return compose(mail, KINDS["digest"])


def open_cases(topic, count):
    for _ in range(count):
        publish_comment(CommentFactory(topic=topic, wants_answer=True), by=None)
    return list(Case.objects.order_by("pk"))


@pytest.fixture
def daily(topic):
    set_frequency(topic.administration, frequency=Frequency.DAILY, by=None)
    return topic.administration


@pytest.fixture
def other_official(db):
    administration = AdministrationFactory(slug="anderes-amt")
    user = UserFactory(email="anders@example.org", roles=["official"])
    administration.members.create(user=user)
    set_frequency(administration, frequency=Frequency.DAILY, by=None)
    return user


def test_counts_in_the_digest_are_the_desks(client, topic, daily, official):
    first, second, third, *_rest = open_cases(topic, 20)
    today = timezone.localdate()
    Case.objects.filter(pk=first.pk).update(due_on=today - DAY)
    Case.objects.filter(pk__in=[second.pk, third.pk]).update(due_on=today + DAY)
    submit_answer(third, by=official, text="Wartet")
    run(TUESDAY)

    content = read_digest(DigestRecipient.objects.exclude(mail_id=None).first(), today)
    client.force_login(official)
    tabs = {tab["name"]: tab["count"] for tab in client.get(reverse("desk:desk")).context["tabs"]}

    assert tabs["offen"] == content["open_count"] == 20
    assert tabs["ueberfaellig"] == content["overdue"].count == 1
    assert tabs["bald"] == content["due_soon"].count == 2
    assert tabs["wartet"] == content["waiting"].count == 1
    assert tabs["mitwirkung"] == content["cooperation"].count == 0


def test_long_sections_are_cut_and_say_how_many_more(topic, daily):
    open_cases(topic, SHOWN_ROWS + 3)

    run(TUESDAY)

    body = message(digests().get()).body
    assert f"NEUE VORGÄNGE ({SHOWN_ROWS + 3})" in body
    assert "und 3 weitere" in body


def test_no_open_case_and_nothing_new_is_no_mail(topic, daily):
    run(TUESDAY)

    assert digests().count() == 0


def test_the_asked_hear_of_the_question_and_the_asking_of_the_reply(
    topic, daily, official, other_official
):
    (case,) = open_cases(topic, 1)
    run(TUESDAY)
    asked = other_official.administration_memberships.get().administration
    consultation = ask_administration(case, of=asked, question="Euer Baum?", by=official)

    run(TUESDAY + DAY)
    question = digests().get(address=asked.email)
    assert "Euer Baum?" in message(question).body
    reply_to_consultation(consultation, reply="Ja.", by=other_official)
    run(TUESDAY + 2 * DAY)

    assert [mail.address for mail in digests().filter(recipient=None)] == [
        daily.email,
        asked.email,
        daily.email,
    ]


def test_members_get_their_own_copy_in_their_own_rhythm(topic, daily, official):
    set_member_frequency(official, daily, frequency=Frequency.DAILY, by=official)
    open_cases(topic, 1)

    run(TUESDAY)
    run(TUESDAY + DAY)

    assert {(mail.address, mail.recipient) for mail in digests()} == {
        (daily.email, None),
        ("", official),
    }


def test_whoever_left_the_administration_gets_nothing_more(topic, daily, official):
    set_member_frequency(official, daily, frequency=Frequency.DAILY, by=official)
    open_cases(topic, 1)
    run(TUESDAY)

    daily.members.all().delete()

    assert message(digests().get(recipient=official)) is None


def test_away_the_digest_waits_until_one_is_back(topic, daily, official):
    set_member_frequency(official, daily, frequency=Frequency.DAILY, by=official)
    open_cases(topic, 1)
    day = TUESDAY.date()
    record_absence(official, starts_on=day, ends_on=day, deputy=None)
    run(TUESDAY)
    assert digests().filter(recipient=official).count() == 0

    run(TUESDAY + DAY)

    assert digests().filter(recipient=official).count() == 1


@pytest.mark.req("R10")
def test_a_run_is_held_and_a_stopped_one_is_told_by_the_next(topic, daily, administrator):
    publish_comment(CommentFactory(topic=topic, text="Kommt noch"), by=None)
    run(TUESDAY)
    mail = digests().get()
    assert mail.next_attempt_at - mail.created_at > dt.timedelta(minutes=9)

    stop_run(DigestRun.objects.get(recipients__mail_id=mail.pk), by=administrator)
    run(TUESDAY + DAY)

    mail.refresh_from_db()
    assert (mail.status, message(mail)) == ("aborted", None)
    assert "Kommt noch" in message(digests().last()).body


@pytest.mark.req("R10")
def test_the_preview_shows_everything_and_keeps_nothing(client, topic, daily, administrator):
    publish_comment(CommentFactory(topic=topic, text="Nur Probe"), by=None)

    entries, more = preview(TUESDAY)

    assert ("Nur Probe" in entries[0].body, more) == (True, 0)
    assert (digests().count(), DigestRun.objects.count(), DigestItem.objects.count()) == (0, 0, 0)
    client.force_login(administrator)
    assert "Nur Probe" in client.get(reverse("digest_runs:preview")).content.decode()


@pytest.mark.req("F06")
def test_a_long_silence_is_made_up_for_and_said(topic, daily):
    run(TUESDAY)
    publish_comment(CommentFactory(topic=topic), by=None)

    run(TUESDAY + 10 * DAY)

    assert digests().count() == 1
    assert "Seit dem 26. November 2030 konnten keine Sammelmails" in message(digests().get()).body


@pytest.mark.req("F06")
def test_three_days_without_beat_are_told_once_and_without_apology(topic, daily):
    run(TUESDAY)
    publish_comment(CommentFactory(topic=topic, text="Drei Tage alt"), by=None)

    run(TUESDAY + 3 * DAY)

    body = message(digests().get()).body
    assert "Drei Tage alt" in body
    assert "konnten keine Sammelmails" not in body
    assert DigestRun.objects.filter(kind=RunKind.DAILY, period__gt="2030-11-26").count() == 3


@pytest.mark.req("F15")
@pytest.mark.parametrize("change", [dt.date(2026, 10, 25), dt.date(2027, 3, 28)])
def test_the_nights_in_which_clocks_change_make_one_run_per_day(topic, daily, change):
    moment = dt.datetime.combine(change - DAY, dt.time(6), tzinfo=dt.UTC)
    for _hour in range(72):
        run(moment)
        moment += dt.timedelta(hours=1)

    days = DigestRun.objects.filter(
        kind=RunKind.NEWS_DAILY, period__range=(str(change - DAY), str(change + DAY))
    )
    assert days.count() == 3


def test_the_dry_run_names_people_and_mailboxes(topic, daily, capsys):
    open_cases(topic, 1)

    call_command("run_digests", now=TUESDAY.isoformat(), dry_run=True)

    assert "Mail eingereiht" in capsys.readouterr().out
    assert digests().count() == 0


def test_runs_are_for_administrators_and_frequencies_for_officials(
    client, topic, daily, citizen, official, administrator
):
    client.force_login(official)
    assert client.get(reverse("digest_runs:runs")).status_code in {302, 403}
    assert client.get(reverse("digest_runs:settings")).status_code == 200
    client.post(
        reverse("digest_runs:frequency", args=[daily.slug]),
        {"mailbox": "weekly", "personal": "never"},
    )
    daily.digest_preference.refresh_from_db()
    assert daily.digest_preference.frequency == "weekly"
    client.force_login(administrator)
    assert client.get(reverse("digest_runs:runs")).status_code == 200
    assert client.get(reverse("digest_runs:settings")).status_code in {302, 403}


@pytest.mark.req("R24")
@pytest.mark.parametrize("count", [1, 30])
def test_building_costs_the_same_queries_however_much_is_new(
    topic, daily, django_assert_max_num_queries, count
):
    open_cases(topic, count)
    plan_due_runs(TUESDAY)
    recipient = DigestRecipient.objects.filter(run__kind=RunKind.DAILY).last()

    with django_assert_max_num_queries(36):
        build_digest(recipient.pk, now=TUESDAY)
    recipient.refresh_from_db()
    with django_assert_max_num_queries(30):
        read_digest(recipient, timezone.localdate())


@pytest.mark.req("R10")
def test_a_run_that_went_out_is_not_called_stopped(topic, daily, administrator):
    publish_comment(CommentFactory(topic=topic), by=None)
    run(TUESDAY)
    OutboxMail.objects.update(status="sent")
    gone = DigestRun.objects.get(recipients__mail_id__isnull=False)

    assert stop_run(gone, by=administrator) == 0

    gone.refresh_from_db()
    assert gone.stopped_at is None
    assert DigestItem.objects.filter(kind="comment").count() == 1


def over_without_outcome(topic, *, days=40):
    """The topic's last phase ended so many days ago, and nobody promised a day."""
    end = timezone.now() - days * DAY
    topic.phases.update(starts_at=end - 10 * DAY, ends_at=end)
    Topic.objects.filter(pk=topic.pk).update(answer_until=None)
    return Topic.objects.get(pk=topic.pk)


def mailbox():
    """The digests that went to an administration's mailbox, without its members' copies."""
    return digests().filter(recipient=None)


@pytest.mark.req("A11")
def test_who_owes_an_outcome_is_reminded_with_the_desks_own_number(client, topic, daily, official):
    over_without_outcome(topic)
    over_without_outcome(TopicFactory(administration=daily))
    over_without_outcome(TopicFactory(), days=50)
    now = timezone.localtime()

    run(now)

    mail = digests().get(address=daily.email)
    content = read_digest(DigestRecipient.objects.get(mail_id=mail.pk), now.date())
    client.force_login(official)
    page = client.get(reverse("desk:desk"), {"ansicht": "ergebnis"})
    tabs = {tab["name"]: tab["count"] for tab in page.context["tabs"]}
    assert content["outcomes"].count == tabs["ergebnis"] == 2
    assert [row.pk for row in page.context["page"]] == [t.pk for t in content["outcomes"].rows]
    body = message(mail).body
    assert message(mail).subject == "Beteiligung: 2 Ergebnisse fehlen"
    assert "ERGEBNIS FEHLT (2)" in body
    assert reverse("participation:outcome-write", args=[topic.slug]) in body
    assert reverse("participation:without-outcome") in body
    listed = client.get(reverse("participation:without-outcome")).context["rows"]
    assert {row.pk for row, _days in listed} > {t.pk for t in content["outcomes"].rows}


@pytest.mark.req("A11")
def test_a_published_outcome_ends_the_reminding(topic, daily, official):
    over_without_outcome(topic)
    run(timezone.localtime())
    mail = mailbox().get()

    publish_outcome(topic, by=official, text="Es wird gebaut.")

    assert message(mail) is None
    run(timezone.localtime() + 8 * DAY)
    assert mailbox().count() == 1


@pytest.mark.req("A11")
def test_an_outcome_promised_for_another_day_and_late_again_is_told_again(topic, daily):
    over_without_outcome(topic)
    run(timezone.localtime())
    Topic.objects.filter(pk=topic.pk).update(answer_until=timezone.localdate() + 3 * DAY)
    run(timezone.localtime() + 2 * DAY)
    assert mailbox().count() == 1

    run(timezone.localtime() + 8 * DAY)

    assert mailbox().count() == 2


@pytest.mark.req("H3")
def test_a_deadline_that_moved_is_told_anew_when_it_comes_near(topic, daily, official):
    (case,) = open_cases(topic, 1)
    Case.objects.filter(pk=case.pk).update(due_on=TUESDAY.date() + 2 * DAY)
    run(TUESDAY)
    extend_deadline(case, to=TUESDAY.date() + 21 * DAY, reason="Gutachten fehlt", by=official)

    run(TUESDAY + 7 * DAY)
    assert mailbox().count() == 1
    run(TUESDAY + 20 * DAY)

    assert mailbox().count() == 2
