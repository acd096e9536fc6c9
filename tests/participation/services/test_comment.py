"""What happens to a comment."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone

from gdb_portal.core.models import Event
from gdb_portal.core.transitions import IllegalTransition
from participation.cases.models import Case
from participation.cases.services import publish_answer
from participation.enums import CommentStatus, PhaseKind
from participation.exceptions import EditWindowClosed, NotPublic, PhaseClosed, ReplyTooDeep
from participation.models import Comment, TopicPhase
from participation.services.comment import (
    edit_comment,
    hide_comment,
    publish_comment,
    return_comment,
    submit_comment,
    withdraw_comment,
)
from tests.factories.participation import HOSTILE, CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db


def kinds(subject):
    return list(Event.objects.about(subject).order_by("id").values_list("kind", flat=True))


def test_a_new_comment_waits_for_the_moderators(topic, citizen):
    comment = submit_comment(topic, by=citizen, text=HOSTILE)

    assert comment.status == CommentStatus.PENDING
    assert comment.text == HOSTILE
    assert kinds(comment) == ["comment.submitted"]


def test_a_post_moderated_topic_shows_a_new_comment_at_once(citizen):
    topic = TopicFactory(post_moderated=True)

    comment = submit_comment(topic, by=citizen, text="Mehr Bänke")

    topic.tally.refresh_from_db()
    assert comment.status == CommentStatus.PUBLISHED
    assert topic.tally.comment_count == 1


@pytest.mark.req("F17", "R23")
def test_the_same_form_sent_twice_makes_one_comment(topic, citizen):
    key = uuid.uuid4()

    first = submit_comment(topic, by=citizen, text="Einmal", request_key=key)
    second = submit_comment(topic, by=citizen, text="Einmal", request_key=key)

    assert first == second
    assert Comment.objects.count() == 1
    assert Event.objects.of_kind("comment.submitted").count() == 1


@pytest.mark.parametrize("kind", [PhaseKind.INFORM, PhaseKind.VOTE, PhaseKind.REVIEW])
def test_nobody_comments_outside_the_comment_phase(citizen, kind):
    topic = TopicFactory(phase=kind)

    with pytest.raises(PhaseClosed):
        submit_comment(topic, by=citizen, text="Zu spät")

    assert Comment.objects.count() == 0


def test_a_phase_that_ended_a_moment_ago_refuses_by_the_databases_clock(citizen):
    topic = TopicFactory(phase=False)
    now = timezone.now()
    TopicPhase.objects.create(
        topic=topic,
        kind=PhaseKind.COMMENT,
        starts_at=now - dt.timedelta(days=1),
        ends_at=now - dt.timedelta(seconds=1),
    )

    # The web server's clock is slow by an hour; the database's decides.
    with (
        time_machine.travel(now - dt.timedelta(hours=1), tick=False),
        pytest.raises(PhaseClosed),
    ):
        submit_comment(topic, by=citizen, text="Zu spät")


def test_an_unpublished_topic_takes_no_comments(citizen):
    topic = TopicFactory(live=False)

    with pytest.raises(PhaseClosed):
        submit_comment(topic, by=citizen, text="Zu früh")


def test_replies_go_one_level_deep(topic, citizen, other_citizen):
    comment = CommentFactory(topic=topic, published=True)
    reply = submit_comment(topic, by=citizen, text="Stimmt", reply_to=comment)
    publish_comment(reply, by=None)

    with pytest.raises(ReplyTooDeep):
        submit_comment(topic, by=other_citizen, text="Noch tiefer", reply_to=reply)


def test_nobody_replies_across_topics(citizen):
    elsewhere = CommentFactory(published=True)

    with pytest.raises(ReplyTooDeep):
        submit_comment(TopicFactory(), by=citizen, text="Hallo", reply_to=elsewhere)


def test_nobody_replies_to_what_is_not_public(topic, citizen):
    hidden = CommentFactory(topic=topic, hidden=True)

    with pytest.raises(NotPublic):
        submit_comment(topic, by=citizen, text="Hallo", reply_to=hidden)


def test_publishing_counts_the_comment_and_opens_its_case(comment, moderator):
    Comment.objects.filter(pk=comment.pk).update(wants_answer=True)

    publish_comment(comment, by=moderator)

    comment.refresh_from_db()
    comment.topic.tally.refresh_from_db()
    case = Case.objects.get(comment=comment)
    assert comment.topic.tally.comment_count == 1
    assert case.administration == comment.topic.administration
    assert kinds(case) == ["case.opened"]


def test_a_comment_that_wishes_no_answer_opens_no_case(comment, moderator):
    publish_comment(comment, by=moderator)

    assert Case.objects.count() == 0


def test_publishing_twice_is_refused(comment, moderator):
    publish_comment(comment, by=moderator)

    with pytest.raises(IllegalTransition):
        publish_comment(comment, by=moderator)


def test_hiding_keeps_the_text_and_uncounts_the_comment(comment, moderator):
    publish_comment(comment, by=moderator)

    hide_comment(comment, by=moderator, rule="1")

    comment.refresh_from_db()
    comment.topic.tally.refresh_from_db()
    assert (comment.status, comment.text, comment.rule) == (CommentStatus.HIDDEN, HOSTILE, "1")
    assert comment.topic.tally.comment_count == 0


def test_returning_and_publishing_again_keeps_the_place_in_the_thread(comment, moderator):
    first = publish_comment(comment, by=moderator).published_at

    return_comment(comment, by=moderator)
    again = publish_comment(comment, by=moderator)

    assert again.published_at == first


def test_a_withdrawn_comment_is_withdrawn_for_good(comment, citizen, moderator):
    withdraw_comment(comment, by=citizen)

    with pytest.raises(IllegalTransition):
        publish_comment(comment, by=moderator)


def test_withdrawing_discontinues_the_case(topic, citizen):
    comment = CommentFactory(topic=topic, author=citizen, wants_answer=True)
    publish_comment(comment, by=None)

    withdraw_comment(comment, by=citizen)

    assert Case.objects.get().status == "discontinued"


def test_an_edit_within_the_window_is_checked_again(comment, citizen, moderator):
    publish_comment(comment, by=moderator)

    edit_comment(comment, by=citizen, text="Besser so", wants_answer=False)

    comment.refresh_from_db()
    comment.topic.tally.refresh_from_db()
    assert (comment.text, comment.status) == ("Besser so", CommentStatus.PENDING)
    assert comment.topic.tally.comment_count == 0


def later_than_the_window(comment):
    Comment.objects.filter(pk=comment.pk).update(
        submitted_at=comment.submitted_at - dt.timedelta(days=1), agree_count=3
    )


@pytest.mark.req("C3")
def test_a_later_edit_keeps_the_earlier_words_and_the_votes(citizen):
    topic = TopicFactory(post_moderated=True)
    comment = CommentFactory(topic=topic, author=citizen, published=True, text="Alt", kind="praise")
    later_than_the_window(comment)

    edit_comment(comment, by=citizen, text="Neu", wants_answer=False, kind="criticism")
    edit_comment(comment, by=citizen, text="Noch neuer", wants_answer=False)

    comment.refresh_from_db()
    earlier = [(r.text, r.kind, r.agree_count) for r in comment.revisions.all()]
    assert earlier == [("Neu", "criticism", 3), ("Alt", "praise", 3)]
    assert (comment.text, comment.agree_count) == ("Noch neuer", 3)
    assert comment.has_history


@pytest.mark.req("C3")
def test_an_early_edit_leaves_no_history(comment, citizen):
    edit_comment(comment, by=citizen, text="Gleich danach", wants_answer=False)

    comment.refresh_from_db()
    assert comment.revisions.count() == 0
    assert not comment.has_history


def test_nobody_edits_later_once_commenting_is_over(citizen):
    topic = TopicFactory(phase=PhaseKind.VOTE)
    comment = CommentFactory(topic=topic, author=citizen, published=True)
    later_than_the_window(comment)

    with pytest.raises(PhaseClosed):
        edit_comment(comment, by=citizen, text="Anders", wants_answer=False)

    assert comment.revisions.count() == 0


def test_answered_words_stand(topic, citizen, official):
    comment = CommentFactory(topic=topic, author=citizen, wants_answer=True)
    publish_comment(comment, by=None)
    publish_answer(Case.objects.get(comment=comment), by=official, text="Ja.")
    later_than_the_window(comment)

    with pytest.raises(EditWindowClosed):
        edit_comment(comment, by=citizen, text="Etwas anderes", wants_answer=True)


def test_after_a_quarter_of_an_hour_waiting_words_stand(comment, citizen):
    later = comment.submitted_at + dt.timedelta(minutes=15)

    with time_machine.travel(later, tick=False), pytest.raises(EditWindowClosed):
        edit_comment(comment, by=citizen, text="Zu spät", wants_answer=False)


def test_nobody_edits_the_words_of_others(comment, other_citizen):
    with pytest.raises(EditWindowClosed):
        edit_comment(comment, by=other_citizen, text="Fremd", wants_answer=False)
