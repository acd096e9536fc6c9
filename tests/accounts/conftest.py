"""Accounts as people have them: with a confirmed address, seen through a browser and a mailbox."""

import re
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from gdb_portal.core.cache import ForgivingRedisCache
from gdb_portal.mail.services import send_due
from tests.factories.accounts import UserFactory

PASSWORD = "Spreewald-Gurke-7"
CODE = re.compile(r"^\s+([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _nobody_knocked_before(monkeypatch):
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", 0.0)
    cache.clear()


def with_address(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def anna(db):
    return with_address(UserFactory(email="anna@example.org", pseudonym="Anna vom Kiez"))


@pytest.fixture
def mo(db):
    """Somebody of the staff."""
    return with_address(
        UserFactory(email="mo@example.org", pseudonym="Mo", roles=["citizen", "moderator"])
    )


@pytest.fixture
def post_box(smtp):
    """Sends what waits and gives the letters to an address, as text, oldest first."""

    def letters(address):
        send_due()
        return [message.get_body(("plain",)).get_content() for message in smtp.to(address)]

    return letters


@pytest.fixture
def code_for(post_box):
    """The code in the last letter to an address."""

    def code(address):
        return CODE.search(post_box(address)[-1]).group(1)

    return code


@pytest.fixture
def sign_in(client):
    """Sign in with address and password, as the page does."""

    def post(person, password=PASSWORD, browser=client, **more):
        return browser.post("/konto/login/", {"login": person.email, "password": password, **more})

    return post


@pytest.fixture
def prove(client):
    """Type the password once more, as sensitive pages want it."""
    return lambda password=PASSWORD: client.post("/konto/reauthenticate/", {"password": password})


class _Inputs(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = {}

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "input" and attrs.get("type") == "hidden" and attrs.get("name"):
            self.found[attrs["name"]] = attrs.get("value", "")


def hidden_fields(page):
    """What a browser would send along without anybody typing it."""
    parser = _Inputs()
    parser.feed(page.content.decode())
    return parser.found


def is_signed_in(browser):
    return "_auth_user_id" in browser.session


@pytest.fixture
def client_factory():
    """Another browser."""
    from django.test import Client

    return Client
