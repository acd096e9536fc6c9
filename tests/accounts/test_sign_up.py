"""Creating an account: a pseudonym, an address, a code by mail, and nothing more."""

import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.utils import timezone

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.models import User
from gdb_portal.accounts.rules import roles_of
from gdb_portal.core.models import Event
from tests.accounts.conftest import PASSWORD, hidden_fields, is_signed_in

pytestmark = pytest.mark.django_db
URL = "/konto/signup/"


def sign_up(client, seconds=10, **typed):
    """Open the form, take some time, send it."""
    with time_machine.travel(timezone.now() - dt.timedelta(seconds=seconds)):
        page = client.get(URL)
    data = {
        **hidden_fields(page),
        "pseudonym": "Kiezkind",
        "email": "neu@example.org",
        "password1": PASSWORD,
        **typed,
    }
    return client.post(URL, data)


def test_a_citizen_signs_up_with_the_code_from_the_mail(client, code_for):
    answer = sign_up(client, email="Neu@Example.org")
    assert answer.url == "/konto/confirm-email/"
    assert not is_signed_in(client)

    answer = client.post(answer.url, {"code": code_for("neu@example.org")})

    person = User.objects.get()
    assert answer.status_code == 302
    assert is_signed_in(client)
    assert (person.email, person.pseudonym) == ("neu@example.org", "Kiezkind")
    assert EmailAddress.objects.get().verified
    assert roles_of(person) == {Role.CITIZEN}
    assert not person.is_staff
    assert not person.is_superuser
    kinds = Event.objects.order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["person.signed_up", "person.email_confirmed"]


@pytest.mark.req("P09")
def test_nothing_but_pseudonym_address_and_password_is_asked(client):
    page = client.get(URL)

    form = page.context["form"]
    required = {name for name, field in form.fields.items() if field.required}
    assert required == {"pseudonym", "email", "password1"}
    assert "nicht Ihr wirklicher Name" in page.content.decode()


def test_whoever_wanted_to_comment_comes_back_to_the_comment(client, code_for):
    answer = sign_up(client, next="/beteiligung/")

    answer = client.post(answer.url, {"code": code_for("neu@example.org")})

    assert answer.url == "/beteiligung/"


def test_a_wrong_code_opens_nothing(client, code_for):
    url = sign_up(client).url
    code_for("neu@example.org")

    answer = client.post(url, {"code": "AAAA-AAAA"})

    assert "Der Code stimmt nicht" in answer.content.decode()
    assert not is_signed_in(client)
    assert not EmailAddress.objects.get().verified


def test_guessing_codes_ends_the_attempt(client, code_for):
    url = sign_up(client).url
    code = code_for("neu@example.org")

    for _ in range(3):
        client.post(url, {"code": "AAAA-AAAA"})
    client.post(url, {"code": code})

    assert not is_signed_in(client)


def test_a_code_is_worth_nothing_after_a_quarter_of_an_hour(client, code_for):
    url = sign_up(client).url
    code = code_for("neu@example.org")

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        client.post(url, {"code": code})

    assert not is_signed_in(client)


def test_the_code_in_somebody_elses_browser_opens_nothing(client, client_factory, code_for):
    sign_up(client)
    other = client_factory()

    other.post("/konto/confirm-email/", {"code": code_for("neu@example.org")})

    assert not is_signed_in(other)


@pytest.mark.req("S12")
def test_a_known_address_gets_the_same_answer_and_a_different_mail(
    client, client_factory, anna, post_box
):
    new, known = client_factory(), client_factory()
    fresh = sign_up(new, pseudonym="Frisch", email="frisch@example.org")
    taken = sign_up(known, pseudonym="Bekannt", email=anna.email)

    assert (taken.status_code, taken.url) == (fresh.status_code, fresh.url)
    pages = [browser.get(fresh.url) for browser in (new, known)]
    texts = [
        page.content.decode().replace(address, "…")
        for page, address in zip(pages, ("frisch@example.org", anna.email), strict=True)
    ]
    assert without_tokens(texts[0]) == without_tokens(texts[1])
    assert User.objects.filter(pseudonym="Bekannt").count() == 0
    assert "Es gibt aber schon" in " ".join(post_box(anna.email)[-1].split())


@pytest.mark.req("S12")
def test_a_pseudonym_without_an_account_is_not_kept_for_a_known_address(client, anna):
    sign_up(client, pseudonym="Bekannt", email=anna.email)

    assert User.objects.count() == 1


@pytest.mark.req("S40")
def test_a_filled_trap_creates_nobody(client):
    sign_up(client, phone_no="030 1234567")

    assert User.objects.count() == 0


@pytest.mark.req("S40")
def test_a_program_that_fills_in_the_form_at_once_creates_nobody(client):
    answer = sign_up(client, seconds=0)

    assert User.objects.count() == 0
    assert "Das ging sehr schnell" in answer.content.decode()


@pytest.mark.req("S40")
@pytest.mark.parametrize("shown_at", ["", "shown", "shown:1:AAAA", "\x00"])
def test_an_invented_time_creates_nobody(client, shown_at):
    sign_up(client, shown_at=shown_at)

    assert User.objects.count() == 0


@pytest.mark.req("S20")
def test_nobody_makes_themselves_somebody_else(client, code_for):
    url = sign_up(
        client,
        is_staff="on",
        is_superuser="on",
        groups="1",
        role="administrator",
        first_name="Regierende",
        id="1",
        date_joined="2000-01-01",
    ).url
    client.post(url, {"code": code_for("neu@example.org")})

    person = User.objects.get()
    assert not person.is_staff
    assert not person.is_superuser
    assert roles_of(person) == {Role.CITIZEN}
    assert person.first_name == ""
    assert person.date_joined.year > 2000


@pytest.mark.req("S09")
@pytest.mark.parametrize(
    "password",
    ["kurz-7x", "1234567890", "passwort123", "BerlinBerlin1", "gemeinsamdigital", "aaaaaaaaaaaa",
     "neu@example.org", "qwertz123456", "iloveyou12", "kiezkind2026", ""],
)  # fmt: skip
def test_what_anybody_would_try_first_is_no_password(client, password):
    answer = sign_up(client, password1=password)

    assert answer.context["form"].errors.keys() == {"password1"}
    assert User.objects.count() == 0


@pytest.mark.req("S09")
@pytest.mark.parametrize(
    "password",
    ["drei blaue Züge fahren", "🚲" * 3 + "Radweg-Nr-1", "x7" * 32 + "Äß", " Leer am Rand "],
)
def test_long_and_strange_passwords_are_taken_whole(client, sign_in, code_for, password):
    url = sign_up(client, password1=password).url
    client.post(url, {"code": code_for("neu@example.org")})
    person = User.objects.get()
    client.post("/konto/logout/")

    sign_in(person, password[:-1])
    assert not is_signed_in(client)
    sign_in(person, password)
    assert is_signed_in(client)


@pytest.mark.req("S31", "S33")
@pytest.mark.parametrize("field", ["pseudonym", "email", "password1"])
@pytest.mark.parametrize("poison", ["a\x00b", "a\r\nBcc: opfer@example.org", "x" * 9000])
def test_poisoned_fields_are_refused_and_send_nothing_to_others(
    client, smtp, post_box, field, poison
):
    value = f"{poison}@example.org" if field == "email" else poison

    answer = sign_up(client, **{field: value})

    post_box("neu@example.org")
    assert answer.status_code in {200, 302, 400, 422}
    assert {message["X-Envelope-To"] for message in smtp.messages} <= {"neu@example.org"}
    assert User.objects.exclude(email="neu@example.org").count() == 0


@pytest.mark.req("S10", "S41")
def test_nobody_is_flooded_with_sign_up_mails(client, post_box):
    answers = [sign_up(client, pseudonym=f"Kind{n}", email="opfer@example.org") for n in range(5)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
    assert len(post_box("opfer@example.org")) <= 3
    assert int(answers[-1]["Retry-After"]) > 0


def test_a_form_from_another_site_creates_nobody(client_factory):
    client = client_factory(enforce_csrf_checks=True)

    answer = sign_up(client, csrfmiddlewaretoken="x" * 64)

    assert answer.status_code == 403
    assert User.objects.count() == 0


def without_tokens(html):
    import re

    return re.sub(r'value="[A-Za-z0-9:_-]{20,}"', "", html)
