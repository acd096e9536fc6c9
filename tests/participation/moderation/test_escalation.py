"""Moderation that nobody does: told by its state, once, first to all who moderate, then higher."""

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import IntegrityError, connection, transaction

from gdb_portal.core.models import Event
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.moderation.models import Appeal, OverdueNotice, ReachedOverdueStep, Report
from participation.moderation.services import (
    approve,
    escalate_overdue,
    hide,
    keep,
    receive_appeal,
    report_comment,
    undo,
)
from participation.services.comment import edit_comment, withdraw_comment
from tests.factories.accounts import UserFactory
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("F41", "D08")]

BERLIN = ZoneInfo("Europe/Berlin")
REASON = "Das gehört nicht zum Thema."


def at(day, hour, minute=0):
    """A moment of June 2026, whose 1st is a Monday without a holiday near it."""
    return dt.datetime(2026, 6, day, hour, minute, tzinfo=BERLIN)


def on(day, hour, minute=0):
    return time_machine.travel(at(day, hour, minute), tick=False)


def escalate(day, hour, minute=0):
    """The steps that were told at this moment."""
    with on(day, hour, minute):
        return [notice.step for notice in escalate_overdue()]


def told(step):
    """Who gets a mail of this step, as often as they do."""
    return sorted(
        mail.recipient.pseudonym
        for notice in OverdueNotice.objects.filter(step=step)
        for mail in mails_of(notice)
    )


def mails_of(notice):
    return [
        mail
        for mail in OutboxMail.objects.filter(kind="moderation_overdue").order_by("key")
        if mail.context == {"notice": notice.pk}
    ]


def reported(comment, ground="rules", email=""):
    return report_comment(
        comment, ground=ground, rule="1", explanation=HOSTILE, email=email, by=None
    )


@pytest.fixture
def present(moderator):
    """A moderator who signs in every day, so that only deadlines count."""
    moderator.last_login = at(30, 12)
    moderator.save(update_fields=["last_login"])
    return moderator


def test_a_comment_may_wait_two_working_days_then_all_who_moderate_hear(
    topic, present, other_moderator, administrator
):
    with on(1, 12):
        CommentFactory(topic=topic)

    assert escalate(3, 17, 59) == []
    assert escalate(4, 7) == ["moderators"]
    assert told("moderators") == sorted([present.pseudonym, other_moderator.pseudonym])
    assert Event.objects.of_kind("overdue.told").get().data["waiting"] == 1


def test_nothing_is_told_twice_and_each_new_thing_once(topic, present):
    with on(1, 12):
        CommentFactory(topic=topic)
    assert escalate(4, 8) == ["moderators"]
    assert escalate(4, 8) == []
    assert escalate(5, 8) == []
    with on(3, 9):
        CommentFactory(topic=topic)

    assert escalate(8, 8) == ["moderators", "administrators"]

    newest = OverdueNotice.objects.filter(step="moderators")[0]
    assert newest.steps.count() == 1


def test_whoever_wrote_on_a_weekend_has_the_deadline_of_the_friday(topic, present):
    for day in (5, 6, 7):
        with on(day, 10):
            CommentFactory(topic=topic)

    assert escalate(9, 17) == []
    assert escalate(10, 7) == ["moderators"]
    assert ReachedOverdueStep.objects.count() == 3


def test_two_working_days_later_the_administrators_hear_once(topic, present, administrator):
    with on(1, 12):
        CommentFactory(topic=topic)
    escalate(4, 8)

    assert escalate(5, 17) == []
    assert escalate(8, 7) == ["administrators"]
    assert escalate(9, 7) == []
    assert told("administrators") == [administrator.pseudonym]
    assert told("moderators") == [present.pseudonym]


def test_what_nobody_watched_for_days_is_made_up_for_at_once(topic, present, administrator):
    with on(1, 12):
        CommentFactory(topic=topic)

    assert escalate(29, 8) == ["moderators", "administrators"]
    assert escalate(29, 8) == []


@pytest.mark.parametrize(("day", "hour"), [(4, 6), (4, 18), (6, 10), (7, 10)])
def test_nobody_is_told_at_night_or_on_a_weekend(topic, present, day, hour):
    with on(1, 12):
        CommentFactory(topic=topic)

    assert escalate(day, hour) == []


def test_what_may_be_illegal_has_a_day_and_no_weekend(topic, present, administrator):
    comment = CommentFactory(topic=topic, published=True)
    with on(5, 22):
        reported(comment, ground="illegal")
        reported(comment)

    assert escalate(6, 21, 59) == []
    assert escalate(6, 22, 1) == ["moderators"]
    assert escalate(7, 21, 59) == []
    assert escalate(7, 22, 1) == ["administrators"]
    assert ReachedOverdueStep.objects.filter(report__ground="rules").count() == 0


def test_other_reports_have_a_week_and_appeals_two(topic, present, other_moderator):
    comment = CommentFactory(topic=topic, published=True)
    with on(1, 9):
        reported(comment)
        hidden = hide(CommentFactory(topic=topic), by=present, rule="4", reason=REASON)
        receive_appeal(hidden, text="Es gehört sehr wohl dazu.", by=None)

    assert escalate(8, 8, 59) == []
    assert escalate(8, 10) == ["moderators"]
    assert escalate(15, 8, 59) == ["administrators"]
    assert escalate(15, 10) == ["moderators"]


def lines(mail):
    built = KINDS["moderation_overdue"].build(mail)
    return None if built is None else [line.what for line in built["lines"]]


def test_what_was_decided_meanwhile_is_told_to_nobody(topic, present):
    comment = CommentFactory(topic=topic, published=True)
    with on(1, 9):
        first, second = CommentFactory(topic=topic), CommentFactory(topic=topic)
        report = reported(comment)
    with on(9, 9):
        escalate_overdue()
        [mail] = mails_of(OverdueNotice.objects.get(step="moderators"))
        assert len(lines(mail)) == 3

        approve(first, by=present)
        withdraw_comment(second, by=second.author)
        assert lines(mail) == [f"Meldung {report.reference}"]
        keep(report, by=present, reason="Das ist eine zulässige Meinung.")
        assert lines(mail) is None


def test_nobody_reads_of_an_appeal_that_they_may_not_decide_on(topic, present, other_moderator):
    with on(1, 9):
        hidden = hide(CommentFactory(topic=topic), by=present, rule="4", reason=REASON)
        appeal = receive_appeal(hidden, text="Es gehört sehr wohl dazu.", by=None)
    with on(15, 10):
        escalate_overdue()
        found = {
            mail.recipient: lines(mail)
            for mail in mails_of(OverdueNotice.objects.get(step="moderators"))
        }

    assert found == {present: None, other_moderator: [f"Beschwerde {appeal.reference}"]}


def test_who_lost_the_role_hears_nothing(topic, present, administrator):
    with on(1, 9):
        CommentFactory(topic=topic)
    with on(9, 9):
        escalate_overdue()
        for person in (present, administrator):
            person.groups.clear()

        assert [lines(mail) for mail in OutboxMail.objects.filter(kind="moderation_overdue")] == [
            None,
            None,
        ]


def test_what_comes_back_to_the_queue_waits_anew(topic, present, citizen):
    with on(1, 9):
        taken_back = CommentFactory(topic=topic, author=citizen)
        changed = CommentFactory(topic=topic, author=citizen)
        decision = approve(taken_back, by=present)
        approve(changed, by=present)
    with on(8, 9):
        undo(decision, by=present)
        edit_comment(changed, by=citizen, text="Doch anders gesagt.", wants_answer=False)

    assert escalate(10, 17) == []
    assert escalate(11, 8) == ["moderators"]
    assert ReachedOverdueStep.objects.count() == 2


def test_nobody_came_for_three_working_days_while_something_waits(
    topic, moderator, other_moderator, administrator
):
    comment = CommentFactory(topic=topic, published=True)
    moderator.last_login = at(1, 8)
    moderator.save(update_fields=["last_login"])
    with on(2, 9):
        reported(comment)

    assert escalate(4, 17) == []
    assert escalate(5, 8) == ["moderators"]
    assert escalate(5, 9) == []
    notice = OverdueNotice.objects.get()
    assert notice.unattended_since == at(2, 9)
    with on(5, 9):
        mail = mails_of(notice)[0]
        assert "Seit dem 2. Juni 2026" in compose(mail, KINDS[mail.kind]).body
    assert escalate(8, 17) == []
    assert escalate(9, 8) == ["administrators"]
    assert told("administrators") == [administrator.pseudonym]


def test_an_absence_is_over_when_somebody_comes_and_the_next_one_is_another(topic, moderator):
    comment = CommentFactory(topic=topic, published=True)
    with on(1, 9):
        reported(comment)
    assert escalate(4, 8) == ["moderators"]
    [mail] = mails_of(OverdueNotice.objects.get())
    moderator.last_login = at(4, 9)
    moderator.save(update_fields=["last_login"])
    with on(4, 10):
        assert lines(mail) is None

    assert escalate(8, 7) == []
    with on(2, 9):
        reported(comment)
    assert escalate(9, 7) == ["moderators"]
    assert OverdueNotice.objects.order_by("id").last().unattended_since == at(4, 9)


def test_where_nobody_moderates_the_administrators_hear_at_once(topic, administrator):
    with on(1, 12):
        CommentFactory(topic=topic)

    assert escalate(3, 17) == []
    assert escalate(4, 8) == ["moderators", "administrators"]
    assert told("administrators") == [administrator.pseudonym]


def test_the_mails_say_what_and_until_when_and_quote_nobody(
    present, other_moderator, administrator
):
    topic = TopicFactory(title=f"Bänke {HOSTILE}")
    comment = CommentFactory(topic=topic, text="Geheimnis & <b>mehr</b>", published=True)
    with on(1, 9):
        report = reported(comment, ground="illegal")
    with on(3, 10):
        escalate_overdue()
        to_moderators, to_administrators = (
            compose(mail, KINDS[mail.kind])
            for mail in (
                mails_of(OverdueNotice.objects.get(step="moderators"))[0],
                mails_of(OverdueNotice.objects.get(step="administrators"))[0],
            )
        )

    assert to_moderators.subject == "Moderation: 1 Entscheidung ist überfällig"
    for mail in (to_moderators, to_administrators):
        html = BeautifulSoup(mail.alternatives[0].content, "html.parser")
        for text in (mail.body, html.text):
            assert f"Meldung {report.reference}: rechtswidriger Inhalt" in text
            assert "überfällig seit 2. Juni 2026, 09:00" in text
            assert "Geheimnis" not in text
        assert html.find("script") is None
        assert HOSTILE in mail.body
    assert f"/cms/moderation/{comment.pk}/" in to_moderators.body
    assert "/cms/moderation/" not in to_administrators.body
    assert "Moderieren dürfen derzeit 2 Personen." in to_administrators.body


def test_the_database_keeps_each_step_once_and_about_one_thing(topic, present):
    with on(1, 12):
        comment = CommentFactory(topic=topic)
        report = reported(comment)
    escalate(4, 8)
    row = ReachedOverdueStep.objects.get()

    for change in (
        {"comment": comment, "since": row.since},
        {"comment": comment, "report": report, "since": at(2, 8)},
        {"since": at(2, 8)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReachedOverdueStep.objects.create(notice=row.notice, step=row.step, **change)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_watched_by_many_at_once_everybody_hears_once():
    UserFactory(roles=["moderator"], last_login=at(30, 12))
    with on(1, 12):
        CommentFactory()
        hidden = hide(CommentFactory(), by=UserFactory(), rule="4", reason=REASON)
        receive_appeal(hidden, text="Es gehört sehr wohl dazu.", by=None)
    start, notices = threading.Barrier(6), []

    def watch():
        start.wait()
        try:
            notices.extend(escalate_overdue(at(17, 9)))
        finally:
            connection.close()

    threads = [threading.Thread(target=watch) for _number in range(6)]
    with on(17, 9):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert sorted(notice.step for notice in notices) == ["administrators", "moderators"]
    assert OutboxMail.objects.filter(kind="moderation_overdue").count() == 1
    assert Appeal.objects.open().count() == 1
    assert Report.objects.count() == 0
