"""The twelve tests by which telling and deciding are accepted: here, or named where they are.

An entry names the tests that prove it; `test_every_acceptance_test_is_there` finds each of them.
What no other module proves stands below.
"""

import ast
import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from gdb_portal.mail.bounces import BounceReport
from gdb_portal.mail.enums import BounceClass
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose, note_bounce, queue_mail
from participation.digests.enums import Frequency
from participation.digests.services import build_unprocessed, plan_due_runs, set_frequency
from participation.moderation.services import hide
from participation.services.comment import publish_comment
from participation.working_days import add_working_days
from tests.factories.participation import CommentFactory

BERLIN = ZoneInfo("Europe/Berlin")
HERE = "tests/participation/digests/test_acceptance.py"
FAULTS = "tests/faults/"
ACCEPTANCE = {
    "1 a sender killed between accepting and noting is unknown, not sent twice, and seen": [
        FAULTS + "test_senders.py::"
        "test_a_sender_killed_after_handing_over_follows_the_kinds_policy",
    ],
    "2 two beats at once make one digest": [
        FAULTS + "test_digests.py::test_two_beats_and_an_operator_plan_each_period_once",
    ],
    "3 three days without beat are told once by the next digest": [
        "tests/participation/digests/test_worklist.py::"
        "test_three_days_without_beat_are_told_once_and_without_apology",
    ],
    "4 the nights in which clocks change have exactly one daily digest": [
        HERE + "::test_a_night_in_which_clocks_change_has_exactly_one_daily_digest",
        "tests/participation/digests/test_worklist.py::"
        "test_the_nights_in_which_clocks_change_make_one_run_per_day",
    ],
    "5 what is hidden between planning and sending is not in the mail": [
        "tests/participation/digests/test_services.py::"
        "test_what_was_hidden_meanwhile_is_not_in_the_mail",
        "tests/participation/digests/test_followers.py::"
        "test_what_was_hidden_meanwhile_is_neither_told_nor_sent",
    ],
    "6 of 50,000 subscribers a hundred with news cost a hundred mails": [
        "tests/participation/digests/test_followers.py::"
        "test_fifty_thousand_followers_with_a_hundred_having_news",
    ],
    "7 one click leaves one list, however often; looking changes nothing": [
        "tests/mail/test_subscriptions.py::"
        "test_one_click_leaves_this_list_and_no_other_however_often_it_comes",
        "tests/mail/test_subscriptions.py::test_a_program_that_follows_every_link_changes_nothing",
    ],
    "8 two hard bounces spare the address, and its owner is told at the login": [
        HERE + "::test_two_hard_bounces_spare_the_address_and_its_owner_reads_it",
        "tests/mail/test_bounces.py::test_an_address_that_does_not_exist_is_spared_at_once",
    ],
    "9 an official without open cases gets no mail": [
        HERE + "::test_an_official_without_open_cases_gets_no_mail",
    ],
    "10 a deadline over a Berlin holiday is computed right": [
        HERE + "::test_a_deadline_passes_over_berlins_holidays",
    ],
    "11 a decision without rule or reason is refused, and its mail names the redress": [
        HERE + "::test_the_mail_about_a_hiding_names_rule_reason_and_redress",
        "tests/participation/moderation/test_desk.py::"
        "test_nothing_is_hidden_without_rule_and_reason",
    ],
    "12 the same moderator on an appeal is refused by the database": [
        "tests/participation/moderation/test_appeals.py::"
        "test_the_database_itself_refuses_the_first_moderator",
        "tests/participation/moderation/test_appeals.py::"
        "test_nobody_decides_again_on_their_own_decision",
    ],
}


def test_every_acceptance_test_is_there():
    missing = []
    for places in ACCEPTANCE.values():
        for place in places:
            path, _mark, name = place.partition("::")
            tree = ast.parse(Path(settings.BASE_DIR, path).read_text(encoding="utf-8"))
            if name not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
                missing.append(place)

    assert missing == []
    assert [key.split()[0] for key in ACCEPTANCE] == [str(number) for number in range(1, 13)]


@pytest.mark.django_db
@pytest.mark.req("F15", "G10")
@pytest.mark.parametrize("night", [dt.date(2026, 10, 25), dt.date(2027, 3, 28)])
def test_a_night_in_which_clocks_change_has_exactly_one_daily_digest(topic, night):
    set_frequency(topic.administration, frequency=Frequency.DAILY, by=None)
    moment = dt.datetime.combine(night, dt.time(), tzinfo=BERLIN).astimezone(dt.UTC)
    plan_due_runs(moment)
    build_unprocessed(moment)
    publish_comment(CommentFactory(topic=topic), by=None)

    # Both nights end on a Sunday, and one of those is Easter: Monday's digest, or Tuesday's.
    for _hour in range(60):
        plan_due_runs(moment)
        build_unprocessed(moment)
        moment += dt.timedelta(hours=1)

    assert OutboxMail.objects.filter(kind="digest").count() == 1


@pytest.mark.django_db
@pytest.mark.req("G7", "S43")
def test_two_hard_bounces_spare_the_address_and_its_owner_reads_it(client, citizen, topic):
    for number in range(2):
        mail = queue_mail("account_password_changed", key=f"{number}", recipient=citizen)
        note_bounce(BounceReport(mail.pk, BounceClass.HARD, "5.1.1"))

    client.force_login(citizen)
    page = client.get("/konto/").content.decode()
    later = queue_mail("account_password_changed", key="later", recipient=citizen)
    assert "Unsere Mails erreichen Sie nicht" in page
    assert compose(later, KINDS[later.kind]) is None


@pytest.mark.django_db
@pytest.mark.req("G5")
def test_an_official_without_open_cases_gets_no_mail(topic, official):
    set_frequency(topic.administration, frequency=Frequency.DAILY, by=None)
    now = dt.datetime(2030, 11, 26, 7, 30, tzinfo=BERLIN)

    for day in range(8):
        plan_due_runs(now + dt.timedelta(days=day))
        build_unprocessed(now + dt.timedelta(days=day))

    assert OutboxMail.objects.count() == 0


@pytest.mark.req("G10", "H3")
@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        # Women's day on a Monday.
        ((2027, 3, 5), 1, (2027, 3, 9)),
        # Good Friday and Easter Monday.
        ((2027, 3, 25), 1, (2027, 3, 30)),
        # The first of May on a Friday.
        ((2026, 4, 30), 1, (2026, 5, 4)),
        # Ascension Day and Whit Monday.
        ((2027, 5, 5), 8, (2027, 5, 19)),
        # The third of October on a Tuesday.
        ((2028, 10, 2), 1, (2028, 10, 4)),
        # Christmas on Saturday and Sunday, New Year on Saturday.
        ((2027, 12, 23), 7, (2028, 1, 3)),
        # The eves of both are working days.
        ((2026, 12, 23), 1, (2026, 12, 24)),
    ],
)
def test_a_deadline_passes_over_berlins_holidays(start, days, end):
    assert add_working_days(dt.date(*start), days) == dt.date(*end)


@pytest.mark.django_db
@pytest.mark.req("S31")
def test_the_mail_about_a_hiding_names_rule_reason_and_redress(topic, citizen, moderator):
    comment = CommentFactory(topic=topic, author=citizen, published=True)
    hide(comment, by=moderator, rule="1", reason="Beleidigt jemanden.")

    mail = OutboxMail.objects.get(kind="comment_hidden")
    body = compose(mail, KINDS[mail.kind]).body
    assert "Verletzte Regel: 1." in body
    assert "Beleidigt jemanden." in body
    assert "Eine andere Person prüft dann noch einmal." in body
    assert "Verwaltungsgericht" in body
