"""Points: never more than the budget, whatever happens at once."""

import threading

import pytest
from django.db import connection
from django.db.models import Sum
from django.urls import reverse

from gdb_portal.core.models import Event
from participation.enums import PhaseKind
from participation.exceptions import NotPublic, OverBudget, PhaseClosed
from participation.models import PointAllocation
from participation.services.points import allocate_points
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("D5")]


@pytest.fixture
def wishes():
    topic = TopicFactory(points_budget=10)
    return topic, [CommentFactory(topic=topic, published=True) for _ in range(3)]


def given(topic):
    return dict(PointAllocation.objects.filter(topic=topic).values_list("comment_id", "points"))


def test_points_lie_where_they_were_put_last(wishes, citizen):
    topic, (one, two, _three) = wishes

    allocate_points(topic, by=citizen, points={one.pk: 7, two.pk: 3})
    allocate_points(topic, by=citizen, points={one.pk: 0, two.pk: 4})

    assert given(topic) == {two.pk: 4}
    assert Event.objects.count() == 0


@pytest.mark.parametrize("points", [(11, 0), (6, 5), (-1, 2), (-5, 15)])
def test_more_than_the_budget_is_refused_and_changes_nothing(wishes, citizen, points):
    topic, (one, two, _three) = wishes
    allocate_points(topic, by=citizen, points={one.pk: 2})

    with pytest.raises(OverBudget):
        allocate_points(topic, by=citizen, points={one.pk: points[0], two.pk: points[1]})

    assert given(topic) == {one.pk: 2}


def test_only_public_contributions_of_the_topic_take_points(wishes, citizen):
    topic, (one, _two, _three) = wishes
    for wrong in (
        CommentFactory(topic=topic, hidden=True),
        CommentFactory(published=True),
        CommentFactory(topic=topic, published=True, reply_to=one),
    ):
        with pytest.raises(NotPublic):
            allocate_points(topic, by=citizen, points={wrong.pk: 1})


def test_nobody_gives_points_outside_a_voting_phase(citizen):
    topic = TopicFactory(points_budget=5, phase=PhaseKind.REVIEW)

    with pytest.raises(PhaseClosed):
        allocate_points(topic, by=citizen, points={})


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_sent_many_times_at_once_the_budget_still_holds():
    topic, person = TopicFactory(points_budget=10), UserFactory()
    comments = [CommentFactory(topic=topic, published=True) for _ in range(3)]
    start, errors = threading.Barrier(9), []

    def send(n):
        try:
            start.wait()
            allocate_points(topic, by=person, points={comments[n % 3].pk: 10})
        except Exception as error:  # noqa: BLE001  the test looks at them
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(n,)) for n in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert PointAllocation.objects.aggregate(Sum("points"))["points__sum"] == 10


def test_a_citizen_spreads_points_by_form(client, wishes, citizen):
    topic, (one, two, _three) = wishes
    url = reverse("participation:topic-points", args=[topic.slug])
    client.force_login(citizen)

    too_many = client.post(url, {f"punkte-{one.pk}": "9", f"punkte-{two.pk}": "2"})
    client.post(url, {f"punkte-{one.pk}": "6", f"punkte-{two.pk}": "4"})

    assert too_many.status_code == 422
    assert given(topic) == {one.pk: 6, two.pk: 4}
    html = client.get(reverse("participation:result", args=[topic.slug])).content.decode()
    assert html.index("6 Punkte") < html.index("4 Punkte")


def test_a_topic_without_a_budget_has_no_points_page(client, topic, citizen):
    client.force_login(citizen)

    url = reverse("participation:topic-points", args=[topic.slug])
    assert client.get(url).status_code == 404
