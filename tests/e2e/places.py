"""Addresses and persons of the demonstration that several journeys meet."""

import re

from tests.content import PASSWORD

TOPIC = "/beteiligung/beispiel-hardenbergplatz/"
# Comments of this topic are public at once.
OPEN_TOPIC = "/beteiligung/beispiel-regeln-fuer-das-buchen/"
# People without an account may write here.
GUEST_TOPIC = "/beteiligung/beispiel-was-wollen-sie-wissen/"
CODE = re.compile(r"^\s+([A-Z0-9]{4}-[A-Z0-9]{4})\s*$", re.MULTILINE)


def sign_in(page, address):
    """With address and password, on the page one is sent to or on the sign-in page itself."""
    if "/konto/login/" not in page.url:
        page.goto("/konto/login/")
    page.get_by_label("E-Mail-Adresse").fill(address)
    page.get_by_role("textbox", name="Passwort").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Anmelden", exact=True).click()


def end_session(page):
    """As if two weeks had passed."""
    page.context.clear_cookies(name="sessionid")
