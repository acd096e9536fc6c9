"""When maps are made, what they keep, and what they never keep."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from gdb_portal.accounts.enums import Farewell
from gdb_portal.accounts.services.deletion import delete_account
from gdb_portal.core.models import Event
from participation.models import Comment, Topic, Vote
from participation.opinion.enums import MapState
from participation.opinion.models import ContributionFinding, OpinionCell, OpinionMap
from participation.opinion.services import map_due_topics, map_topic
from tests.factories.accounts import UserFactory
from tests.factories.opinion import hide_quietly, vote_in_groups
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def comments(topic):
    return vote_in_groups(topic)


def end(topic):
    topic.phases.update(ends_at=timezone.now() - dt.timedelta(minutes=1))
    return Topic.objects.get(pk=topic.pk)


def later(topic, **span):
    OpinionMap.objects.filter(topic=topic).update(made_at=timezone.now() - dt.timedelta(**span))


def vote(topic, comment, number):
    for _voter in range(number):
        Vote.objects.create(topic=topic, comment=comment, voter=UserFactory(), value="agree")


@pytest.mark.req("E1")
def test_a_due_topic_gets_its_map_and_history_says_so(topic, comments):
    assert map_due_topics() == 1

    known = OpinionMap.objects.get(topic=topic)
    assert known.state == MapState.GROUPS
    assert known.people_count == 84
    assert known.group_sizes == sorted(known.group_sizes, reverse=True)
    assert sum(cell.people for cell in known.cells.all()) == 84
    assert min(cell.people for cell in known.cells.all()) >= 5
    assert Event.objects.of_kind("topic.opinion_mapped").count() == 1


@pytest.mark.req("E2")
def test_contributions_can_be_sorted_by_what_all_groups_share(topic, comments):
    map_topic(topic)

    found = dict(ContributionFinding.objects.values_list("comment_id", "bridging"))
    assert dict(Comment.objects.on(topic).values_list("pk", "bridging")) == found
    assert max(found.values()) > 0


def test_a_map_is_made_again_only_after_a_pause_and_five_new_people(topic, comments):
    map_due_topics()
    vote(topic, comments[0], 5)

    assert map_due_topics() == 0
    later(topic, minutes=31)
    assert map_due_topics() == 1

    later(topic, minutes=31)
    vote(topic, comments[0], 4)
    assert map_due_topics() == 0
    vote(topic, comments[0], 1)
    assert map_due_topics() == 1


def test_nobody_has_voted_nothing_is_made(topic):
    CommentFactory(topic=topic, published=True)

    assert map_due_topics() == 0
    assert not OpinionMap.objects.exists()


def test_the_end_of_voting_makes_the_last_map(topic, comments):
    map_due_topics()
    end(topic)

    assert map_due_topics() == 1
    frozen = OpinionMap.objects.get(topic=topic)
    assert frozen.is_frozen
    assert map_due_topics() == 0
    assert Event.objects.of_kind("topic.opinion_frozen").count() == 1

    # Votes that could only come by a mistake no longer change it.
    vote(topic, comments[0], 9)
    assert map_topic(topic, ended_at=frozen.ended_at).digest == frozen.digest
    assert map_due_topics() == 0


def test_voting_that_is_opened_again_has_a_new_last_map(topic, comments):
    end(topic)
    map_due_topics()
    topic.phases.update(ends_at=timezone.now() + dt.timedelta(days=3))

    assert map_due_topics() == 1
    assert not OpinionMap.objects.get(topic=topic).is_frozen

    end(topic)
    assert map_due_topics() == 1
    assert OpinionMap.objects.get(topic=topic).is_frozen


def test_a_topic_that_hides_its_votes_has_no_map_before_the_end(comments, topic):
    Topic.objects.filter(pk=topic.pk).update(hides_counts=True)

    assert map_due_topics() == 0
    end(topic)
    assert map_due_topics() == 1


def test_replies_hidden_contributions_and_deleted_accounts_are_not_in_it(topic, comments):
    reply = CommentFactory(topic=topic, reply_to=comments[1], published=True)
    vote(topic, reply, 20)
    hide_quietly(comments[0])
    gone = Vote.objects.filter(comment=comments[1]).first().voter
    delete_account(gone, farewell=Farewell.ANONYMISE)

    known = map_topic(topic)

    assert set(known.contributions) == {comment.pk for comment in comments[1:]}
    assert known.people_count == 83


def test_groups_that_vanish_leave_no_order_behind(topic, comments):
    map_topic(topic)
    assert Comment.objects.filter(bridging__gt=0).exists()
    Vote.objects.filter(comment__in=comments[5:]).delete()

    known = map_topic(topic)

    assert known.state == MapState.TOO_FEW_CONTRIBUTIONS
    assert not Comment.objects.filter(bridging__gt=0).exists()
    assert not OpinionCell.objects.exists()
    assert not ContributionFinding.objects.exists()


@pytest.mark.req("P01")
def test_nothing_that_is_kept_knows_a_person(topic, comments):
    map_topic(topic)

    kept = [OpinionMap, OpinionCell, ContributionFinding]
    pointing = {
        field.related_model.__name__
        for model in kept
        for field in model._meta.get_fields()
        if field.is_relation and field.many_to_one
    }
    assert pointing == {"OpinionMap", "Comment"}


def said_by(*words):
    said = StringIO()
    call_command("opinion_groups", *words, stdout=said)
    return said.getvalue()


@pytest.mark.req("E1")
def test_the_command_repeats_the_map_from_votes_and_from_the_open_table(
    topic, comments, client, tmp_path
):
    topic = end(topic)
    map_due_topics()
    digest = OpinionMap.objects.get(topic=topic).digest
    table = tmp_path / "meinungsbild.csv"
    table.write_bytes(client.get(f"{topic.url}meinungsbild.csv").getvalue())

    assert "The portal shows the same." in said_by(topic.slug)
    assert f"digest: {digest}" in said_by("--from-dump", str(table))


def test_the_command_says_when_the_portal_shows_something_else(topic, comments):
    map_topic(topic)
    OpinionMap.objects.update(digest="0" * 64)

    with pytest.raises(CommandError, match="another map"):
        said_by(topic.slug)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("", "no rows"), ("zelle,menschen\n1,5\n", "columns"), ("nonsense", "no rows")],
)
def test_a_table_that_is_none_is_refused(tmp_path, content, complaint):
    table = tmp_path / "wrong.csv"
    table.write_text(content)

    with pytest.raises(CommandError, match=complaint):
        said_by("--from-dump", str(table))


def test_a_topic_without_map_is_no_error_and_an_unknown_one_is():
    assert "shows no map yet" in said_by(TopicFactory().slug)
    with pytest.raises(CommandError, match="no topic"):
        said_by("gibt-es-nicht")
