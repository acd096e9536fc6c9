"""Persons and places that many tests share."""

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import translation

from gdb_portal.core.cache import ForgivingRedisCache
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory
from tests.smtp import mail_server

pytest_plugins = ["tests.services", "tests.content"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database; at the end nobody may still hold it, or it could not be removed."""
    # Once a browser runs, Django opens another connection in this thread (Playwright's loop makes
    # it look asynchronous). It has to know as well what the migrations wrote.
    if hasattr(connection, "_test_serialized_contents"):
        every_connection = type(connections[DEFAULT_DB_ALIAS])
        every_connection._test_serialized_contents = connection._test_serialized_contents
    yield
    # The first connection may have been ended from outside meanwhile.
    connection.close()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def german_first():
    """A request for an English page leaves its language to nobody, also to no module's fixture."""
    translation.activate("de")
    yield
    translation.activate("de")


@pytest.fixture(autouse=True)
def cache_without_a_past(monkeypatch):
    """A test that takes the cache away leaves no pause to the next one."""
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", 0.0)


@pytest.fixture
def smtp(settings):
    """A real mail server; what it accepted is in `smtp.messages`."""
    with mail_server() as (mailbox, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield mailbox


@pytest.fixture
def citizen(db):
    return UserFactory(email="citizen@example.org", pseudonym="Kiezkind")


@pytest.fixture
def other_citizen(db):
    return UserFactory(email="other@example.org", pseudonym="Spreeufer")


@pytest.fixture
def moderator(db):
    return UserFactory(email="moderator@example.org", pseudonym="Mo", roles=["moderator"])


@pytest.fixture
def other_moderator(db):
    return UserFactory(email="moderator2@example.org", pseudonym="Mira", roles=["moderator"])


@pytest.fixture
def editor(db):
    return UserFactory(email="editor@example.org", pseudonym="Edi", roles=["editor"])


@pytest.fixture
def publisher(db):
    return UserFactory(email="publisher@example.org", pseudonym="Pia", roles=["publisher"])


@pytest.fixture
def administrator(db):
    return UserFactory(email="admin@example.org", pseudonym="Ada", roles=["administrator"])


@pytest.fixture
def topic(db):
    return TopicFactory()


@pytest.fixture
def official(db, topic):
    user = UserFactory(email="official@example.org", pseudonym="Offi", roles=["official"])
    topic.administration.members.create(user=user)
    return user


@pytest.fixture
def comment(topic, citizen):
    return CommentFactory(topic=topic, author=citizen)
