"""A passkey instead of a password, from the device that Chromium itself pretends to have."""

import pytest
from playwright.sync_api import expect

from tests.content import PASSWORD
from tests.e2e.axe import problems
from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.places import sign_in

NAME = "Mein <Telefon>"


@pytest.fixture
def at_home(portal, watch):
    """The portal under a name: passkeys belong to names, not to numbers."""
    address = portal.replace("127.0.0.1", "localhost")
    watch.host = address.removeprefix("http://")
    return address


@pytest.fixture
def owner(window):
    """A window of somebody whose device recognises them; `.held()` are those it holds."""
    page = window()
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.held = lambda: session.send("WebAuthn.getCredentials", added)["credentials"]
    return page


def is_at(page, title):
    """The page with this title is there, and keeps nobody out."""
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        assert problems(page) == []


@pytest.mark.req("S13", "A03")
def test_a_passkey_opens_the_account_alone_and_after_the_password(owner, at_home):
    owner.goto(f"{at_home}/konto/login/")
    sign_in(owner, "buergerin@example.org")
    owner.wait_for_url(f"{at_home}/konto/")

    owner.goto(f"{at_home}/konto/2fa/webauthn/add/")
    is_at(owner, "Sind Sie es?")
    owner.get_by_role("textbox", name="Passwort").fill(PASSWORD)
    owner.get_by_role("button", name="Bestätigen").click()
    is_at(owner, "Passkey hinzufügen")
    owner.get_by_label("Name").fill(NAME)
    owner.get_by_label("Auch ohne Passwort anmelden").check()
    owner.get_by_role("main").get_by_role("button", name="Passkey hinzufügen").click()

    # With the first factor come codes for the day on which the device is lost.
    is_at(owner, "Notfallcodes")
    owner.goto(f"{at_home}/konto/2fa/webauthn/")
    is_at(owner, "Passkeys")
    expect(owner.get_by_role("heading", level=2, name=NAME)).to_be_visible()
    assert [key["rpId"] for key in owner.held()] == ["localhost"]

    owner.context.clear_cookies()
    owner.goto(f"{at_home}/konto/login/")
    owner.get_by_role("button", name="Mit Passkey anmelden").click()
    owner.wait_for_url(f"{at_home}/konto/")

    owner.context.clear_cookies()
    owner.goto(f"{at_home}/konto/login/")
    sign_in(owner, "buergerin@example.org")
    is_at(owner, "Zweiter Faktor")
    owner.goto(f"{at_home}/konto/")
    expect(owner.get_by_role("heading", level=1)).to_have_text("Zweiter Faktor")
    owner.get_by_role("button", name="Passkey verwenden").click()
    owner.wait_for_url(f"{at_home}/konto/")
    assert len(owner.held()) == 1
