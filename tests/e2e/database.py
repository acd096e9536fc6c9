"""The portal's whole content in a database of its own, and a fresh copy of it for every journey.

The content is loaded once per process, beside the database of the other tests. A journey gets a
copy, which PostgreSQL makes in a fraction of a second, and may leave it in whatever state it likes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, connections

from gdb_portal.local.demo.contributions import ensure_topics
from gdb_portal.local.demo.persons import ensure_accounts
from gdb_portal.pages.seed import seed_portal

PASSWORD = "Spreewald-Gurke-7"


@contextmanager
def whole_content(usual: str) -> Iterator[str]:
    """The name of a database with all content and the demonstration's persons and topics."""
    name = f"{usual}_content"
    _copy(usual, name)
    try:
        with _in_use(name):
            _fill_again_if_emptied()
            seed_portal()
            ensure_accounts(PASSWORD)
            ensure_topics()
        yield name
    finally:
        _drop(name)


@contextmanager
def copy_of(content: str, usual: str) -> Iterator[None]:
    """All that this process asks and writes goes to a fresh copy of `content`."""
    name = f"{usual}_journey"
    _copy(content, name)
    try:
        with _in_use(name):
            yield
    finally:
        _drop(name)


@contextmanager
def _in_use(name: str) -> Iterator[None]:
    """Threads of this process share the settings, so the server's connections go there too."""
    usual = connection.settings_dict["NAME"]
    _point_at(name)
    try:
        yield
    finally:
        _point_at(usual)


def _point_at(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
    # What was rendered from one database must not answer for another.
    cache.clear()


def _fill_again_if_emptied() -> None:
    """Fault tests empty their database; what its migrations wrote is remembered beside it."""
    if not Group.objects.exists():
        connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


def _let_requests_end(cursor: Any, name: str) -> None:
    """A browser that was closed leaves requests behind; each closes its connection at its end."""
    for _attempt in range(50):
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name])
        if not cursor.fetchone()[0]:
            return
        time.sleep(0.1)


def _copy(source: str, name: str) -> None:
    connections.close_all()
    _drop(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')


def _drop(name: str) -> None:
    with connection._nodb_cursor() as cursor:
        _let_requests_end(cursor, name)
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
