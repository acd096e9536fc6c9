"""Voting: one voice each, countable, secret."""

import threading

import pytest
from django.db import close_old_connections, connection
from django.db.utils import IntegrityError

from gdb_portal.core.models import Event
from participation.enums import PhaseKind
from participation.exceptions import InvalidVote, NotPublic, PhaseClosed
from participation.models import Comment, Tally, Vote
from participation.services.counters import reconcile
from participation.services.vote import (
    cast_comment_vote,
    cast_vote,
    withdraw_comment_vote,
    withdraw_vote,
)
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db


def counts(topic):
    tally = Tally.objects.get(topic=topic)
    return tally.agree_count, tally.neutral_count, tally.disagree_count


def test_a_vote_counts(topic, citizen):
    cast_vote(topic, by=citizen, value="agree")

    assert counts(topic) == (1, 0, 0)


def test_a_changed_vote_counts_once(topic, citizen):
    cast_vote(topic, by=citizen, value="agree")

    cast_vote(topic, by=citizen, value="disagree")

    assert counts(topic) == (0, 0, 1)
    assert Vote.objects.get().value == "disagree"


def test_a_withdrawn_vote_counts_no_more(topic, citizen):
    cast_vote(topic, by=citizen, value="neutral")

    withdraw_vote(topic, by=citizen)
    withdraw_vote(topic, by=citizen)

    assert counts(topic) == (0, 0, 0)
    assert Vote.objects.count() == 0


def test_a_vote_leaves_no_event(topic, citizen):
    cast_vote(topic, by=citizen, value="agree")

    assert Event.objects.count() == 0


@pytest.mark.parametrize("value", ["", "yes", "AGREE", "agree ", "\x00"])
def test_an_unknown_value_is_refused(topic, citizen, value):
    with pytest.raises(InvalidVote):
        cast_vote(topic, by=citizen, value=value)


def test_nobody_votes_outside_a_voting_phase(citizen):
    topic = TopicFactory(phase=PhaseKind.REVIEW)

    with pytest.raises(PhaseClosed):
        cast_vote(topic, by=citizen, value="agree")


def test_a_vote_on_a_comment_counts_on_the_comment_alone(topic, citizen):
    comment = CommentFactory(topic=topic, published=True)

    cast_comment_vote(comment, by=citizen, value="agree")
    cast_comment_vote(comment, by=citizen, value="disagree")

    comment.refresh_from_db()
    assert (comment.agree_count, comment.disagree_count) == (0, 1)
    assert counts(topic) == (0, 0, 0)


def test_a_comment_takes_no_neutral_votes(topic, citizen):
    comment = CommentFactory(topic=topic, published=True)

    with pytest.raises(InvalidVote):
        cast_comment_vote(comment, by=citizen, value="neutral")


def test_a_hidden_comment_takes_no_votes(topic, citizen):
    comment = CommentFactory(topic=topic, hidden=True)

    with pytest.raises(NotPublic):
        cast_comment_vote(comment, by=citizen, value="agree")


def test_a_comment_vote_can_be_taken_back(topic, citizen):
    comment = CommentFactory(topic=topic, published=True)
    cast_comment_vote(comment, by=citizen, value="agree")

    withdraw_comment_vote(comment, by=citizen)

    comment.refresh_from_db()
    assert comment.agree_count == 0


def test_the_database_itself_refuses_a_second_vote(topic, citizen):
    Vote.objects.create(topic=topic, voter=citizen, value="agree")

    with pytest.raises(IntegrityError, match="one_vote_per_person_and_topic"):
        Vote.objects.create(topic=topic, voter=citizen, value="disagree")


def test_counters_that_drifted_are_mended(topic, citizen):
    cast_vote(topic, by=citizen, value="agree")
    Tally.objects.filter(topic=topic).update(agree_count=41)

    drifted = reconcile()

    assert drifted == 1
    assert counts(topic) == (1, 0, 0)


def in_parallel(work, times):
    """Run `work(n)` in so many threads at the same moment; returns the exceptions they raised."""
    start, errors = threading.Barrier(times), []

    def run(n):
        try:
            start.wait()
            work(n)
        except Exception as error:  # noqa: BLE001  the test looks at them
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return errors


@pytest.mark.req("F19", "S37")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_fifty_simultaneous_votes_of_one_person_are_one_vote():
    topic, person = TopicFactory(), UserFactory()
    values = ["agree", "neutral", "disagree"]

    errors = in_parallel(lambda n: cast_vote(topic, by=person, value=values[n % 3]), 20)

    assert errors == []
    assert Vote.objects.count() == 1
    assert sum(counts(topic)) == 1
    assert reconcile() == 0


@pytest.mark.req("F19", "S37")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_person_casting_and_taking_back_in_many_windows_is_counted_right():
    topic, person = TopicFactory(), UserFactory()

    def click(n):
        if n % 4 == 3:
            withdraw_vote(topic, by=person)
        else:
            cast_vote(topic, by=person, value=["agree", "neutral", "disagree"][n % 4])

    errors = in_parallel(click, 20)

    assert errors == []
    assert sum(counts(topic)) == Vote.objects.count()
    assert reconcile() == 0


def test_the_same_vote_again_changes_nothing(topic, citizen):
    cast_vote(topic, by=citizen, value="agree")
    before = Vote.objects.get().voted_at

    cast_vote(topic, by=citizen, value="agree")

    assert Vote.objects.get().voted_at == before
    assert counts(topic) == (1, 0, 0)


@pytest.mark.req("F19", "S37")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_many_people_voting_at_once_are_all_counted():
    topic, people = TopicFactory(), [UserFactory() for _ in range(20)]
    comment = CommentFactory(topic=topic, published=True)

    def vote(n):
        cast_vote(topic, by=people[n], value="agree")
        cast_comment_vote(comment, by=people[n], value="disagree")

    errors = in_parallel(vote, 20)

    assert errors == []
    assert counts(topic) == (20, 0, 0)
    assert Comment.objects.get(pk=comment.pk).disagree_count == 20
