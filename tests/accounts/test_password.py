"""Changing and forgetting a password."""

import pytest

from gdb_portal.core.models import Event
from tests.accounts.conftest import PASSWORD, is_signed_in

pytestmark = pytest.mark.django_db
CHANGE, RESET = "/konto/password/change/", "/konto/password/reset/"
CONFIRM, COMPLETE = "/konto/password/reset/confirm/", "/konto/password/reset/complete/"
NEW = "Tempelhof & Feld 9"


def change(client, old=PASSWORD, new=NEW):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


@pytest.mark.req("S14", "S15")
def test_a_new_password_signs_out_every_other_browser_and_is_told_by_mail(
    client, client_factory, anna, sign_in, post_box
):
    other = client_factory()
    sign_in(anna, browser=other)
    sign_in(anna)

    change(client)

    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302
    assert anna.sessions.count() == 1
    assert "Passwort Ihres Kontos wurde geändert" in " ".join(post_box(anna.email)[-1].split())
    assert Event.objects.of_kind("person.password_changed").count() == 1


@pytest.mark.req("S15")
def test_the_old_password_is_asked_for(client, anna, sign_in):
    sign_in(anna)

    answer = change(client, old="falsch")

    assert "oldpassword" in answer.context["form"].errors
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


@pytest.mark.req("S09")
@pytest.mark.parametrize("new", ["kurz", "annavomkiez", "berlinberlin", "password123"])
def test_a_weak_password_is_refused_here_too(client, anna, sign_in, new):
    sign_in(anna)

    answer = change(client, new=new)

    assert "password1" in answer.context["form"].errors


def test_a_forgotten_password_is_set_anew_with_a_code(
    client, client_factory, anna, sign_in, code_for, post_box
):
    elsewhere = client_factory()
    sign_in(anna, browser=elsewhere)

    assert client.post(RESET, {"email": anna.email}).url == CONFIRM
    assert client.post(CONFIRM, {"code": code_for(anna.email)}).url == COMPLETE
    client.post(COMPLETE, {"password1": NEW, "password2": NEW})

    assert not is_signed_in(client)
    assert elsewhere.get("/konto/").status_code == 302
    sign_in(anna, NEW)
    assert is_signed_in(client)
    assert "mit einem Code neu gesetzt" in " ".join(post_box(anna.email)[-1].split())


def test_without_the_right_code_the_password_stays(client, anna, code_for):
    client.post(RESET, {"email": anna.email})
    code_for(anna.email)

    client.post(CONFIRM, {"code": "AAAA-AAAA"})
    client.post(COMPLETE, {"password1": NEW, "password2": NEW})

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


def test_skipping_the_code_changes_nothing(client, anna):
    client.post(RESET, {"email": anna.email})

    client.post(COMPLETE, {"password1": NEW, "password2": NEW})

    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)


@pytest.mark.req("S12")
def test_asking_for_a_new_password_tells_nobody_who_has_an_account(client_factory, anna, post_box):
    browsers = client_factory(), client_factory()
    answers = [
        browser.post(RESET, {"email": address})
        for browser, address in zip(browsers, (anna.email, "niemand@example.org"), strict=True)
    ]

    assert {(answer.status_code, answer.url) for answer in answers} == {(302, CONFIRM)}
    assert [browser.get(CONFIRM).status_code for browser in browsers] == [200, 200]
    assert len(post_box("niemand@example.org")) == 1


@pytest.mark.req("S41")
def test_nobody_is_flooded_with_reset_mails(client_factory, anna, post_box):
    statuses = [client_factory().post(RESET, {"email": anna.email}).status_code for _ in range(7)]

    assert statuses[-1] == 429
    assert len(post_box(anna.email)) == 6
