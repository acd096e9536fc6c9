"""Fair moderation: reasons for everything, nothing erased, nobody decides over another."""

import pytest
from django.db import IntegrityError, transaction

from gdb_portal.core.transitions import IllegalTransition
from gdb_portal.mail.models import OutboxMail
from participation.cases.models import Case
from participation.enums import CommentStatus
from participation.models import Comment
from participation.moderation.enums import DecisionKind
from participation.moderation.models import Decision, Report
from participation.moderation.services import (
    approve,
    change_answer_wish,
    hide,
    keep,
    report_comment,
    undo,
)
from participation.moderation.tasks import tell_moderators
from participation.services.comment import edit_comment, publish_comment
from tests.factories.participation import HOSTILE, CommentFactory

pytestmark = pytest.mark.django_db

REASON = "Sie beleidigen hier eine Mitarbeiterin."


def mails():
    return list(OutboxMail.objects.order_by("created_at").values_list("kind", flat=True))


def test_approving_publishes_and_tells_the_author(comment, moderator, citizen):
    approve(comment, by=moderator)

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PUBLISHED
    assert OutboxMail.objects.get().recipient == citizen
    assert mails() == ["comment_published"]


@pytest.mark.req("D09", "D10", "F17")
def test_the_second_of_two_moderators_changes_nothing(comment, moderator, other_moderator):
    hide(comment, by=moderator, rule="1", reason=REASON)

    with pytest.raises(IllegalTransition):
        approve(comment, by=other_moderator)

    comment.refresh_from_db()
    assert comment.status == CommentStatus.HIDDEN
    assert Decision.objects.get().by == moderator
    assert mails() == ["comment_hidden"]


@pytest.mark.req("D09", "D10")
def test_hiding_records_rule_and_reason_and_keeps_the_text(comment, moderator):
    decision = hide(comment, by=moderator, rule="1", reason=REASON)

    comment.refresh_from_db()
    assert (decision.rule, decision.reason, comment.text) == ("1", REASON, HOSTILE)


def test_undoing_puts_a_hidden_comment_back_in_public(comment, moderator, other_moderator):
    approve(comment, by=moderator)
    decision = hide(comment, by=moderator, rule="4", reason=REASON)

    undo(decision, by=other_moderator)

    comment.refresh_from_db()
    comment.topic.tally.refresh_from_db()
    assert comment.status == CommentStatus.PUBLISHED
    assert comment.topic.tally.comment_count == 1
    assert "decision_undone" in mails()


def test_undoing_an_approval_puts_the_comment_back_in_the_queue(topic, moderator):
    comment = CommentFactory(topic=topic, wants_answer=True)
    decision = approve(comment, by=moderator)

    undo(decision, by=moderator)

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PENDING
    assert Case.objects.get().status == "discontinued"


def test_only_the_last_decision_can_be_undone(comment, moderator):
    first = approve(comment, by=moderator)
    hide(comment, by=moderator, rule="4", reason=REASON)

    with pytest.raises(IllegalTransition):
        undo(first, by=moderator)


def test_a_decision_is_undone_once(comment, moderator):
    decision = hide(comment, by=moderator, rule="4", reason=REASON)
    undo(decision, by=moderator)

    with pytest.raises(IllegalTransition):
        undo(decision, by=moderator)


@pytest.mark.req("D03", "D06")
def test_a_report_needs_no_account_and_sends_a_receipt(topic):
    comment = CommentFactory(topic=topic, published=True)

    report = report_comment(
        comment,
        ground="rules",
        rule="1",
        explanation=HOSTILE,
        email="zeugin@example.org",
        by=None,
    )

    assert report.reported_text == HOSTILE
    assert mails() == ["report_received"]


@pytest.mark.req("D07")
def test_the_evidence_survives_the_authors_edit(topic, citizen):
    comment = CommentFactory(topic=topic, author=citizen, published=True, text="Böses Wort")
    report_comment(comment, ground="rules", rule="1", explanation="Da!", email="", by=None)

    edit_comment(comment, by=citizen, text="Liebes Wort", wants_answer=False)

    assert Report.objects.get().reported_text == "Böses Wort"


def test_hiding_upholds_all_open_reports_and_tells_their_senders(topic, moderator):
    comment = CommentFactory(topic=topic, published=True)
    for n in range(2):
        report_comment(
            comment,
            ground="rules",
            rule="1",
            explanation="Bitte prüfen",
            email=f"zeuge-{n}@example.org",
            by=None,
        )

    hide(comment, by=moderator, rule="1", reason=REASON)

    assert set(Report.objects.values_list("status", flat=True)) == {"upheld"}
    assert mails().count("report_decided") == 2


def test_keeping_tells_the_reporter_why(topic, moderator):
    comment = CommentFactory(topic=topic, published=True)
    report = report_comment(
        comment, ground="illegal", rule="", explanation="Hm", email="z@example.org", by=None
    )

    keep(report, by=moderator, reason="Das ist eine zulässige Meinung.")

    comment.refresh_from_db()
    assert comment.status == CommentStatus.PUBLISHED
    assert mails() == ["report_received", "report_decided"]
    with pytest.raises(IllegalTransition):
        keep(report, by=moderator, reason="Noch einmal, nur anders.")


def test_a_moderator_can_add_and_clear_the_wish_for_an_answer(topic, moderator):
    comment = CommentFactory(topic=topic)
    publish_comment(comment, by=moderator)

    change_answer_wish(comment, by=moderator, wants_answer=True, reason="Eine klare Frage")
    assert Case.objects.get().status == "new"

    comment = Comment.objects.get(pk=comment.pk)
    change_answer_wish(comment, by=moderator, wants_answer=False, reason="Doch keine Frage")
    assert Case.objects.get().status == "discontinued"


def test_moderators_hear_at_most_once_an_hour_and_only_of_news(comment, moderator, other_moderator):
    tell_moderators()
    tell_moderators()

    told = OutboxMail.objects.filter(kind="moderation_waiting")
    assert {mail.recipient for mail in told} == {moderator, other_moderator}
    assert told.count() == 2


def test_nothing_waiting_means_no_mail(moderator):
    tell_moderators()

    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize("missing", ["rule", "reason"])
def test_the_database_refuses_hiding_without_rule_or_reason(comment, moderator, missing):
    values = {"rule": "1", "reason": "Es setzt Menschen herab.", missing: ""}

    with pytest.raises(IntegrityError, match="hiding_names_rule_and_reason"), transaction.atomic():
        Decision.objects.create(comment=comment, by=moderator, kind=DecisionKind.HIDE, **values)
