"""A case, its administration's people, and another administration."""

import pytest

from participation.cases.models import Case
from participation.services.comment import publish_comment
from tests.factories.accounts import UserFactory
from tests.factories.participation import AdministrationFactory, CommentFactory


@pytest.fixture
def case(topic, citizen):
    comment = CommentFactory(topic=topic, author=citizen, wants_answer=True)
    publish_comment(comment, by=None)
    return Case.objects.get(comment=comment)


@pytest.fixture
def colleague(db, topic, official):
    user = UserFactory(email="colleague@example.org", pseudonym="Kolli", roles=["official"])
    topic.administration.members.create(user=user)
    return user


@pytest.fixture
def other_administration(db):
    return AdministrationFactory(slug="anderes-amt")


@pytest.fixture
def other_official(db, other_administration):
    user = UserFactory(email="other-official@example.org", pseudonym="Anders", roles=["official"])
    other_administration.members.create(user=user)
    return user
