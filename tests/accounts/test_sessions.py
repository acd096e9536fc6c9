"""Where one is signed in, and ending it."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from gdb_portal.accounts.enums import Role
from gdb_portal.accounts.models import Session, User
from gdb_portal.accounts.services.roles import deactivate_person, grant_role, revoke_role
from gdb_portal.core.models import Event
from tests.accounts.conftest import PASSWORD

pytestmark = pytest.mark.django_db
URL = "/konto/sitzungen/"


def test_all_own_sessions_are_listed_and_the_others_can_be_ended(
    client, client_factory, anna, mo, sign_in
):
    other, somebody = client_factory(), client_factory()
    sign_in(anna, browser=other)
    sign_in(mo, browser=somebody)
    sign_in(anna)
    assert [row["is_this"] for row in client.get(URL).context["rows"]] == [True, False]

    answer = client.post(URL, follow=True)

    assert "Alle anderen Sitzungen sind beendet" in answer.content.decode()
    assert client.get("/konto/").status_code == 200
    assert other.get("/konto/").status_code == 302
    assert somebody.get("/konto/").status_code == 200
    assert Event.objects.of_kind("person.sessions_ended").get().data == {"count": 1}


@pytest.mark.req("P07")
def test_a_session_knows_no_address_and_no_device(client, anna):
    client.post(
        "/konto/login/",
        {"login": anna.email, "password": PASSWORD},
        headers={"user-agent": "Wiedererkennbar/1.0"},
        REMOTE_ADDR="198.51.100.77",
    )

    session = Session.objects.get()
    assert session.user == anna
    stored = str(session.get_decoded()) + str(vars(session))
    assert "198.51.100" not in stored
    assert "Wiedererkennbar" not in stored


@pytest.mark.req("S14")
def test_losing_a_role_or_the_account_ends_every_session(client, anna, administrator):
    grant_role(anna, Role.MODERATOR, by=administrator)
    client.force_login(anna)
    revoke_role(anna, Role.MODERATOR, by=administrator)
    assert client.get("/konto/").status_code == 302

    client.force_login(anna)
    deactivate_person(anna, by=administrator)
    assert client.get("/konto/").status_code == 302


@pytest.mark.req("S14")
def test_a_session_ends_after_two_weeks(client, anna, sign_in):
    sign_in(anna)

    with time_machine.travel(timezone.now() + dt.timedelta(days=14, minutes=1)):
        assert client.get("/konto/").status_code == 302


@pytest.mark.req("S06")
def test_the_cookies_are_closed_to_scripts_and_other_sites(client, anna, sign_in):
    client.get("/konto/login/")
    sign_in(anna)

    for name in ("sessionid", "csrftoken"):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert cookie["domain"] == ""


@pytest.mark.req("S14")
def test_a_session_comes_with_its_person_in_one_query(client, anna, django_assert_num_queries):
    client.force_login(anna)

    with django_assert_num_queries(1):
        assert client.get("/healthz").wsgi_request.user == anna


@pytest.mark.req("S14")
@pytest.mark.parametrize("change", ["password", "is_active", "another person"])
def test_a_session_proves_nobody_once_its_person_changed(client, anna, mo, change):
    client.force_login(anna)
    if change == "password":
        User.objects.filter(pk=anna.pk).update(password="!")
    elif change == "is_active":
        User.objects.filter(pk=anna.pk).update(is_active=False)
    else:
        Session.objects.update(user=mo)

    request = client.get("/healthz").wsgi_request

    # The row says whose session it is for lists; who signed in stands in what is signed.
    assert request.user == (anna if change == "another person" else AnonymousUser())


@pytest.mark.req("S14")
def test_a_new_secret_key_signs_nobody_out_while_the_old_one_is_known(client, anna, settings):
    client.force_login(anna)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"

    assert client.get("/konto/").status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/konto/").status_code == 200
