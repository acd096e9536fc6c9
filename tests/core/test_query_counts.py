"""How much a page asks of the database: bounded, and equal for one comment and for a hundred."""

import pytest
from django.core.cache import cache

from tests.factories.participation import CommentFactory, VoteFactory

pytestmark = pytest.mark.django_db
MOST = 12


def with_comments(topic, count):
    for n in range(count):
        comment = CommentFactory(topic=topic, published=True)
        CommentFactory(topic=topic, published=True, reply_to=comment)
        VoteFactory(topic=topic, comment=comment, value=["agree", "disagree"][n % 2])


def queries(client, url, django_assert_max_num_queries):
    cache.clear()
    client.get(url)
    cache.clear()
    with django_assert_max_num_queries(MOST, info=url) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("person", ["anonymous", "citizen", "moderator", "official"])
def test_a_thread_costs_the_same_with_one_and_a_hundred_comments(
    client, topic, person, request, django_assert_max_num_queries
):
    if person != "anonymous":
        client.force_login(request.getfixturevalue(person))
    with_comments(topic, 1)
    one = queries(client, topic.url, django_assert_max_num_queries)
    with_comments(topic, 99)

    hundred = queries(client, topic.url, django_assert_max_num_queries)

    assert hundred == one


def test_the_list_of_topics_costs_the_same_for_one_and_for_many(
    client, topic, django_assert_max_num_queries
):
    from tests.factories.participation import TopicFactory

    one = queries(client, "/beteiligung/", django_assert_max_num_queries)
    for _ in range(12):
        TopicFactory()

    assert queries(client, "/beteiligung/", django_assert_max_num_queries) == one
