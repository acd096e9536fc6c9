"""Signing in: with a password, with a code, and what strangers learn from trying."""

import datetime as dt
from urllib.parse import urljoin, urlsplit

import pytest
import time_machine
from django.utils import timezone

from tests.accounts.conftest import PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db
LOGIN, BY_CODE, CODE_URL = "/konto/login/", "/konto/login/code/", "/konto/login/code/confirm/"
EVIL = [
    "//evil.example", "https://evil.example", "///evil.example", "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)", "%2f%2fevil.example", "http:///evil.example", "\thttps://evil.example",
    "https://testserver@evil.example", "https://testserver.evil.example",
]  # fmt: skip


def host_after(redirect):
    """Where a browser goes; it reads a backslash as a slash and drops tabs."""
    target = redirect.url.replace("\\", "/").replace("\t", "").strip()
    return urlsplit(urljoin("http://testserver/konto/login/", target)).hostname


def test_a_person_signs_in_with_address_and_password(client, anna, sign_in):
    answer = sign_in(anna)

    assert answer.url == "/konto/"
    assert is_signed_in(client)


def test_the_spelling_of_the_address_does_not_matter(client, anna):
    client.post(LOGIN, {"login": " ANNA@Example.ORG ", "password": PASSWORD})

    assert is_signed_in(client)


@pytest.mark.req("S12")
def test_a_wrong_password_and_an_unknown_address_look_the_same(client, anna, sign_in):
    wrong = client.post(LOGIN, {"login": anna.email, "password": "falsch"})
    unknown = client.post(LOGIN, {"login": "niemand@example.org", "password": "falsch"})

    assert wrong.status_code == unknown.status_code
    text = "E-Mail-Adresse oder Passwort stimmen nicht"
    assert text in wrong.content.decode()
    assert wrong.content.decode().replace(anna.email, "niemand@example.org").count(
        text
    ) == unknown.content.decode().count(text)
    assert not is_signed_in(client)


def test_a_locked_account_stays_outside(client, anna, sign_in):
    anna.is_active = False
    anna.save()

    sign_in(anna)

    assert not is_signed_in(client)


def test_a_person_signs_in_with_a_code_from_the_mail(client, anna, code_for):
    answer = client.post(BY_CODE, {"email": anna.email})
    assert answer.url == CODE_URL
    assert not is_signed_in(client)

    client.post(CODE_URL, {"code": code_for(anna.email)})

    assert is_signed_in(client)


@pytest.mark.req("F18")
def test_a_code_works_once(client, client_factory, anna, code_for):
    client.post(BY_CODE, {"email": anna.email})
    code = code_for(anna.email)
    client.post(CODE_URL, {"code": code})
    client.post("/konto/logout/")
    assert not is_signed_in(client)

    client.post(CODE_URL, {"code": code})

    assert not is_signed_in(client)


def test_an_old_code_opens_nothing(client, anna, code_for):
    client.post(BY_CODE, {"email": anna.email})
    code = code_for(anna.email)

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        client.post(CODE_URL, {"code": code})

    assert not is_signed_in(client)


@pytest.mark.req("S12")
def test_asking_for_a_code_tells_nobody_who_has_an_account(client, client_factory, anna, post_box):
    known, unknown = client_factory(), client_factory()

    answers = [
        browser.post(BY_CODE, {"email": address})
        for browser, address in ((known, anna.email), (unknown, "niemand@example.org"))
    ]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, CODE_URL)}
    assert [browser.get(CODE_URL).status_code for browser in (known, unknown)] == [200, 200]
    assert "gibt dazu aber kein Konto" in " ".join(post_box("niemand@example.org")[-1].split())


@pytest.mark.req("S28")
@pytest.mark.parametrize("target", EVIL)
def test_nobody_is_sent_to_another_site_after_signing_in(client, anna, sign_in, target):
    answer = sign_in(anna, next=target)

    assert host_after(answer) == "testserver"


@pytest.mark.req("S28")
@pytest.mark.parametrize("target", EVIL)
def test_nobody_is_sent_to_another_site_after_signing_out(client, anna, target):
    client.force_login(anna)

    answer = client.post("/konto/logout/", {"next": target})

    assert host_after(answer) == "testserver"


@pytest.mark.req("S14", "F18")
def test_the_session_from_before_is_worth_nothing_afterwards(client, client_factory, anna, sign_in):
    session = client.session
    session["words"] = "from before"
    session.save()
    before = client.cookies["sessionid"].value

    sign_in(anna)

    after = client.cookies["sessionid"].value
    assert before != after
    thief = client_factory()
    thief.cookies["sessionid"] = before
    assert thief.get("/konto/").status_code == 302


@pytest.mark.req("S14", "F18")
def test_signing_out_ends_the_session_on_the_server(client, client_factory, anna, sign_in):
    sign_in(anna)
    key = client.cookies["sessionid"].value

    client.post("/konto/logout/")

    thief = client_factory()
    thief.cookies["sessionid"] = key
    assert thief.get("/konto/").status_code == 302


@pytest.mark.req("S07")
def test_a_link_signs_nobody_out(client, anna, sign_in):
    sign_in(anna)

    assert client.get("/konto/logout/").status_code == 200
    assert is_signed_in(client)


@pytest.mark.req("S10")
def test_guessing_is_slowed_down_without_locking_the_owner_out(client, anna, sign_in):
    here, elsewhere = {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": "203.0.113.9"}
    guess = {"login": anna.email, "password": "falsch"}

    statuses = [client.post(LOGIN, guess, **here).status_code for _ in range(9)]

    assert statuses[-1] == 429
    assert 429 not in statuses[:-1]
    client.post(LOGIN, {"login": anna.email, "password": PASSWORD}, **here)
    assert not is_signed_in(client)
    client.post(LOGIN, {"login": anna.email, "password": PASSWORD}, **elsewhere)
    assert is_signed_in(client)


@pytest.mark.req("S11", "S10")
def test_an_invented_address_buys_no_further_guesses(client, anna):
    guess = {"login": anna.email, "password": "falsch"}

    statuses = [
        client.post(LOGIN, guess, headers={"x-forwarded-for": f"203.0.{n}.1"}).status_code
        for n in range(9)
    ]

    assert statuses[-1] == 429


@pytest.mark.req("S10", "F23")
def test_guessing_is_slowed_down_without_the_cache_too(client, anna, settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/at-all.sock"}
    }
    guess = {"login": anna.email, "password": "falsch"}

    statuses = [client.post(LOGIN, guess).status_code for _ in range(9)]

    assert statuses[-1] == 429


@pytest.mark.req("S41")
def test_nobody_is_flooded_with_codes(client_factory, anna, post_box):
    answers = [client_factory().post(BY_CODE, {"email": anna.email}) for _ in range(8)]

    assert [answer.status_code for answer in answers][-2:] == [429, 429]
    assert len(post_box(anna.email)) == 6


@pytest.mark.req("P23")
def test_what_a_signed_in_person_sees_stays_in_no_cache(client, anna, sign_in):
    sign_in(anna)

    assert "no-store" in client.get("/konto/")["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["", "pseudonym/", "sitzungen/", "daten/", "loeschen/", "2fa/", "email/"]
)
def test_own_pages_want_a_person(client, path):
    answer = client.get(f"/konto/{path}")

    assert answer.url == f"/konto/login/?next=/konto/{path}"
