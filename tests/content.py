"""The portal's whole content in databases that are filled once per test run, whoever asks first.

Loading the content takes as long as a hundred tests. So the first process that needs it loads it
beside its own database, and all get copies, which PostgreSQL makes in a fraction of a second. A
module or a journey may leave its copy in whatever state it likes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, connections
from pytest_django.plugin import blocking_manager_key

from gdb_portal.local.processes import is_alive
from tests import services

PASSWORD = "Spreewald-Gurke-7"
# The process that began this run; what it shares with its workers bears its number.
RUN = "GDB_TEST_RUN"
PREFIX = "gdb_test_run_"


def pytest_configure(config: pytest.Config) -> None:
    os.environ.setdefault(RUN, str(os.getpid()))


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Servers of our own end with the run; on somebody else's nothing may stay behind."""
    is_first = os.environ[RUN] == str(os.getpid())
    if is_first and services.MARK not in os.environ and "DATABASE_URL" in os.environ:
        with config.stash[blocking_manager_key].unblock(), connection._nodb_cursor() as cursor:
            _drop_all(cursor, lambda pid: pid == os.getpid())
        del os.environ[RUN]


@pytest.fixture(scope="session")
def content(django_db_setup, django_db_blocker) -> str:
    """The name of a database with the whole content, only to be copied."""
    with django_db_blocker.unblock():
        return shared("content", connection.settings_dict["NAME"], _load_content)


@pytest.fixture(scope="module")
def whole_content(content, django_db_blocker):
    """All tests of the module meet the whole content. Use it with `db`, as any other test."""
    with (
        django_db_blocker.unblock(),
        copy_of(content, connection.settings_dict["NAME"], "module"),
    ):
        yield


def demonstration(content: str) -> str:
    """The name of a database with the content and the demonstration's persons and topics."""
    return shared("demonstration", content, _load_demonstration)


def shared(what: str, source: str, fill: Callable[[], None]) -> str:
    """The name of a database that is a copy of `source` with what `fill` adds.

    The first process of a run fills it while the others wait; it bears its name when it is whole.
    """
    name = f"{PREFIX}{os.environ[RUN]}_{what}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        cursor.execute("SELECT count(*) FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone()[0]:
            _drop_all(cursor, lambda pid: not is_alive(pid))
            with copy_of(source, name, "unfinished"):
                fill()
                connections.close_all()
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_unfinished"')
    return name


@contextmanager
def copy_of(content: str, usual: str, purpose: str = "journey") -> Iterator[None]:
    """All that this process asks and writes goes to a fresh copy of `content`."""
    name = f"{usual}_{purpose}"
    connections.close_all()
    _drop(name)
    with connection._nodb_cursor() as cursor:
        _end_sessions(cursor, content)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{content}"')
    try:
        with _in_use(name):
            yield
    finally:
        _drop(name)


def _load_content() -> None:
    from gdb_portal.pages.seed import seed_portal

    # Tests that need to commit empty their database; what its migrations wrote is remembered.
    if not Group.objects.exists():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)
    seed_portal()


def _load_demonstration() -> None:
    from gdb_portal.local.demo.contributions import ensure_topics
    from gdb_portal.local.demo.gatherings import ensure_gatherings
    from gdb_portal.local.demo.newsletter import ensure_newsletter
    from gdb_portal.local.demo.persons import ensure_accounts

    ensure_accounts(PASSWORD)
    ensure_topics()
    ensure_gatherings()
    ensure_newsletter()


@contextmanager
def _in_use(name: str) -> Iterator[None]:
    """Threads of this process share the settings, so a server's connections go there too."""
    usual = connection.settings_dict["NAME"]
    _point_at(name)
    try:
        yield
    finally:
        _point_at(usual)


def _point_at(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    # What was read from one database must not answer for another.
    cache.clear()
    ContentType.objects.clear_cache()


def _let_requests_end(cursor: Any, name: str) -> None:
    """A browser that was closed leaves requests behind; each closes its connection at its end."""
    for _attempt in range(50):
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name])
        if not cursor.fetchone()[0]:
            return
        time.sleep(0.1)


def _end_sessions(cursor: Any, name: str) -> None:
    """Once a browser runs, this thread has a second connection (see tests/conftest.py); what the
    first one left open can't be closed from here, and would keep the database from being copied."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name]
    )


def _drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        _let_requests_end(cursor, name)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _drop_all(cursor: Any, is_meant: Callable[[int], bool]) -> None:
    """Remove what the runs of the meant processes shared."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
    for (name,) in cursor.fetchall():
        if is_meant(int(name.removeprefix(PREFIX).partition("_")[0])):
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
