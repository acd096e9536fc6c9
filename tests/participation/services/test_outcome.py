"""What was promised, and whether it was kept."""

import datetime as dt

import pytest
from django.utils import timezone

from gdb_portal.core.models import Event
from participation.enums import PhaseKind
from participation.exceptions import TopicStillOpen
from participation.models import Outcome, Topic
from participation.services.outcome import DecisionText, publish_outcome
from tests.factories.participation import HOSTILE, TopicFactory

pytestmark = pytest.mark.django_db


def ended_topic(*, days_ago=40, answer_until=None, **fields):
    topic = TopicFactory(answer_until=answer_until, **fields)
    end = timezone.now() - dt.timedelta(days=days_ago)
    topic.phases.update(starts_at=end - dt.timedelta(days=10), ends_at=end)
    return Topic.objects.get(pk=topic.pk)


def late():
    return list(Topic.objects.without_outcome(timezone.localdate()))


def test_an_outcome_is_told_with_its_decisions(citizen):
    topic = ended_topic()

    publish_outcome(
        topic, by=citizen, text=HOSTILE, decisions=[DecisionText("adopted", "Mehr Bänke")]
    )

    outcome = Outcome.objects.get(topic=topic)
    assert outcome.text == HOSTILE
    assert [(d.verdict, d.text) for d in outcome.decisions.all()] == [("adopted", "Mehr Bänke")]
    assert [e.kind for e in Event.objects.about(topic)] == ["topic.outcome_published"]


def test_said_again_it_is_a_change_and_keeps_its_first_day(citizen):
    topic = ended_topic()
    first = publish_outcome(topic, by=citizen, text="Eins", decisions=[DecisionText("later", "A")])

    second = publish_outcome(topic, by=citizen, text="Zwei")

    second.refresh_from_db()
    assert second.pk == first.pk
    assert (second.text, second.published_at) == ("Zwei", first.published_at)
    assert second.changed_at is not None
    assert second.decisions.count() == 0
    assert Event.objects.of_kind("topic.outcome_changed").count() == 1


def test_nobody_tells_an_outcome_while_people_still_talk(topic, citizen):
    with pytest.raises(TopicStillOpen):
        publish_outcome(topic, by=citizen, text="Zu früh")

    assert Outcome.objects.count() == 0


@pytest.mark.parametrize("kind", [PhaseKind.INFORM, PhaseKind.REVIEW])
def test_a_topic_in_which_nobody_could_say_anything_owes_no_outcome(citizen, kind):
    topic = TopicFactory(phase=kind)

    with pytest.raises(TopicStillOpen):
        publish_outcome(topic, by=citizen, text="Wovon?")


@pytest.mark.req("B6")
def test_whoever_promised_a_day_is_late_on_the_day_after():
    today = timezone.localdate()
    kept = ended_topic(answer_until=today)
    broken = ended_topic(answer_until=today - dt.timedelta(days=1))

    assert late() == [broken]
    assert kept.outcome_due() == today


@pytest.mark.req("B6")
def test_whoever_promised_nothing_has_four_weeks(settings):
    settings.GDB_OUTCOME_DAYS = 28
    topic = ended_topic(days_ago=29)
    ended_topic(days_ago=27)

    assert late() == [topic]
    assert late()[0].outcome_due_on == topic.outcome_due()


def test_neither_open_nor_hidden_nor_answered_topics_are_late(citizen):
    past = timezone.localdate() - dt.timedelta(days=3)
    TopicFactory(answer_until=past)
    ended_topic(answer_until=past, live=False)
    publish_outcome(ended_topic(answer_until=past), by=citizen, text="Da ist es.")

    assert late() == []


@pytest.mark.req("B6")
@pytest.mark.parametrize("missing", ["influence", "open_to_influence", "not_open", "answer_until"])
def test_without_its_commitment_a_topic_has_an_obstacle(missing):
    day = timezone.localdate() + dt.timedelta(days=90)
    topic = TopicFactory(answer_until=day)
    assert topic.obstacles() == []

    setattr(topic, missing, None if missing == "answer_until" else "")

    assert "versprochen" in "".join(topic.obstacles())
