"""Frozen results: nothing is lost at the last moment, nothing changes unnoticed afterwards."""

import datetime as dt
import threading
import time
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from gdb_portal.core.models import Event
from participation.enums import PhaseKind
from participation.exceptions import PhaseClosed, TopicStillOpen
from participation.models import ResultSnapshot, Tally, TopicPhase, Vote
from participation.services.snapshot import freeze_ended, freeze_result, verify
from participation.services.vote import cast_comment_vote, cast_vote
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db


def end(topic):
    topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))


@pytest.fixture
def voted(topic):
    for value in ("agree", "agree", "disagree", "neutral"):
        cast_vote(topic, by=UserFactory(), value=value)
    comment = CommentFactory(topic=topic, published=True)
    cast_comment_vote(comment, by=UserFactory(), value="disagree")
    return topic


def recount(topic):
    said = StringIO()
    call_command("recount", topic.slug, stdout=said)
    return said.getvalue()


@pytest.mark.req("S39")
def test_a_frozen_result_counts_every_vote_and_is_proven(voted):
    end(voted)

    snapshot = freeze_result(voted)

    assert snapshot.counts == {
        "topic": {"agree": 2, "neutral": 1, "disagree": 1},
        "comments": {"agree": 0, "disagree": 1},
    }
    assert verify(voted) == []
    assert "Proven" in recount(voted)
    assert Event.objects.of_kind("topic.result_frozen").count() == 1


def test_freezing_again_changes_nothing(voted):
    end(voted)

    assert freeze_result(voted) == freeze_result(voted)
    assert freeze_ended() == 0
    assert ResultSnapshot.objects.count() == 1


def test_the_worker_freezes_what_ended_and_leaves_the_rest(voted):
    TopicFactory()
    TopicFactory(phase=PhaseKind.INFORM)
    end(voted)

    assert freeze_ended() == 1
    assert ResultSnapshot.objects.get().topic == voted


def test_nothing_is_frozen_while_a_voting_phase_is_still_to_come(voted):
    end(voted)
    soon = timezone.now() + dt.timedelta(days=1)
    TopicPhase.objects.create(
        topic=voted, kind=PhaseKind.VOTE, starts_at=soon, ends_at=soon + dt.timedelta(days=1)
    )

    with pytest.raises(TopicStillOpen):
        freeze_result(voted)


def test_a_vote_after_a_second_phase_is_frozen_anew_and_bound_to_the_first(voted):
    end(voted)
    first = freeze_result(voted)
    now = timezone.now()
    later = TopicPhase.objects.create(
        topic=voted, kind=PhaseKind.VOTE, starts_at=now, ends_at=now + dt.timedelta(days=1)
    )
    cast_vote(voted, by=UserFactory(), value="agree")
    later.starts_at, later.ends_at = now - dt.timedelta(seconds=9), now - dt.timedelta(seconds=5)
    later.save()

    second = freeze_result(voted)

    assert second.previous_seal == first.seal
    assert verify(voted) == []


def change_a_vote(topic):
    Vote.objects.filter(topic=topic, comment=None, value="disagree").update(value="agree")


def add_a_vote(topic):
    Vote.objects.create(topic=topic, voter=UserFactory(), value="agree")


def remove_a_vote(topic):
    Vote.objects.filter(topic=topic).first().delete()


def swap_two_votes(topic):
    votes = Vote.objects.filter(topic=topic, comment=None)
    first, second = votes.filter(value="agree").first(), votes.get(value="disagree")
    Vote.objects.filter(pk=first.pk).update(value="disagree")
    Vote.objects.filter(pk=second.pk).update(value="agree")


def change_the_counter(topic):
    Tally.objects.filter(topic=topic).update(agree_count=99)


def change_the_frozen_numbers(topic):
    snapshot = ResultSnapshot.objects.get(topic=topic)
    snapshot.counts["topic"]["agree"] = 99
    snapshot.save()


def change_the_checksum(topic):
    ResultSnapshot.objects.filter(topic=topic).update(digest="0" * 64)


def move_the_end(topic):
    ResultSnapshot.objects.filter(topic=topic).update(ended_at=timezone.now())


def remove_the_snapshot(topic):
    ResultSnapshot.objects.filter(topic=topic).delete()


@pytest.mark.req("S39")
@pytest.mark.parametrize(
    "tamper",
    [
        change_a_vote,
        add_a_vote,
        remove_a_vote,
        swap_two_votes,
        change_the_counter,
        change_the_frozen_numbers,
        change_the_checksum,
        move_the_end,
        remove_the_snapshot,
    ],
)
def test_whatever_somebody_changes_afterwards_is_noticed(voted, tamper):
    end(voted)
    freeze_result(voted)

    tamper(voted)

    with pytest.raises(CommandError, match="Not proven"):
        recount(voted)


def test_a_deleted_account_leaves_the_result_as_it_was(voted, citizen):
    cast_vote(voted, by=citizen, value="agree")
    end(voted)
    freeze_result(voted)

    citizen.delete()

    assert verify(voted) == []


def test_a_changed_key_still_proves_old_results(voted, settings):
    end(voted)
    freeze_result(voted)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert verify(voted) == []


@pytest.mark.req("F20")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_vote_cast_in_time_is_in_the_result_even_if_it_commits_after_the_end():
    topic, person = TopicFactory(), UserFactory()
    topic.phases.update(ends_at=timezone.now() + dt.timedelta(seconds=1))
    cast, errors = threading.Event(), []

    def vote_slowly():
        try:
            with transaction.atomic():
                cast_vote(topic, by=person, value="agree")
                cast.set()
                time.sleep(2)
        except Exception as error:  # noqa: BLE001  the test looks at it
            errors.append(error)
        finally:
            cast.set()
            connection.close()

    voter = threading.Thread(target=vote_slowly)
    voter.start()
    cast.wait()
    time.sleep(1.2)
    snapshot = freeze_result(topic)
    voter.join()

    assert errors == []
    assert snapshot.counts["topic"]["agree"] == 1
    assert verify(topic) == []
    with pytest.raises(PhaseClosed):
        cast_vote(topic, by=UserFactory(), value="agree")
