"""A real browser before the portal with its whole content; every journey has its own copy."""

import os

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import expect

from gdb_portal.core.cache import ForgivingRedisCache
from gdb_portal.local import chromium
from gdb_portal.local.demo.persons import person
from gdb_portal.mail.services import send_due
from tests.content import copy_of, demonstration
from tests.e2e.watch import Watch

# Playwright keeps a loop running in this thread; Django would refuse to ask the database there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
# Far above what a page needs, so that a busy machine fails nothing.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/e2e/" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium.find()
    if path is None:
        pytest.fail(
            "The browser tests need Chromium, and there is none: `sudo apt install chromium`, "
            "or name it with CHROMIUM=/path/to/chromium.",
            pytrace=False,
        )
    return {**browser_type_launch_args, "executable_path": path, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def db(content, django_db_blocker):
    """The database with all content, to be copied; no test here runs inside a transaction.

    It stands in the place of pytest-django's `db`, by whose name pytest-django learns that there
    are tests which need a database.
    """
    with django_db_blocker.unblock():
        return demonstration(content)


@pytest.fixture(scope="session")
def base_url(django_db_setup, django_db_blocker):
    """Where the portal is served for this process."""
    with django_db_blocker.unblock():
        server = LiveServerThread("127.0.0.1", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://127.0.0.1:{server.port}"
        server.terminate()


@pytest.fixture
def portal(db, base_url, django_db_blocker, settings, smtp, monkeypatch):
    """The portal with its content, as if nobody had been there before."""
    settings.BASE_URL = settings.WAGTAILADMIN_BASE_URL = base_url
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", 0.0)
    with django_db_blocker.unblock(), copy_of(db, connection.settings_dict["NAME"]):
        cache.clear()
        yield base_url


@pytest.fixture
def watch(base_url):
    """Nothing may go wrong unseen: asked once more when the test is over."""
    watch = Watch(base_url)
    yield watch
    assert watch.seen == []


@pytest.fixture
def window(portal, new_context, watch):
    """Opens a browser of its own: for anybody, or for `window("buergerin")` who is signed in."""

    def open_window(who="", **options):
        options = {"viewport": WIDE, "locale": "de-DE", **options}
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        if who:
            context.add_cookies([session_of(who, portal)])
        return context.new_page()

    return open_window


def session_of(who, address):
    """The cookie of somebody who signed in elsewhere."""
    client = Client()
    client.force_login(person(who))
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}


@pytest.fixture
def letters(smtp):
    """Sends what waits and gives the letters to an address as text, oldest first."""

    def to(address):
        send_due()
        return [message.get_body(("plain",)).get_content() for message in smtp.to(address)]

    return to
