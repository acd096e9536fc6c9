"""Changing the address."""

import pytest
from allauth.account.models import EmailAddress

from gdb_portal.accounts.models import User
from gdb_portal.core.models import Event
from tests.accounts.conftest import is_signed_in

pytestmark = pytest.mark.django_db
URL, CODE_URL = "/konto/email/", "/konto/confirm-email/"


@pytest.fixture
def signed_in(client, anna, sign_in, prove):
    sign_in(anna)
    prove()
    return anna


def ask(client, address):
    return client.post(URL, {"email": address, "action_add": ""})


@pytest.mark.req("S15")
def test_the_new_address_counts_once_its_code_is_entered_and_both_are_told(
    client, signed_in, code_for, post_box
):
    assert ask(client, "neu@example.org").url == CODE_URL
    signed_in.refresh_from_db()
    assert signed_in.email == "anna@example.org"

    client.post(CODE_URL, {"code": code_for("neu@example.org")})

    signed_in.refresh_from_db()
    assert signed_in.email == "neu@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [
        ("neu@example.org", True)
    ]
    assert "andere E-Mail-Adresse" in " ".join(" ".join(post_box("anna@example.org")).split())
    assert Event.objects.of_kind("person.email_changed").count() == 1
    assert is_signed_in(client)


def test_a_wrong_code_leaves_the_old_address(client, signed_in):
    ask(client, "neu@example.org")

    client.post(CODE_URL, {"code": "AAAA-AAAA"})

    signed_in.refresh_from_db()
    assert signed_in.email == "anna@example.org"


@pytest.mark.req("S12")
def test_somebody_elses_address_can_not_be_found_out_or_taken(client, signed_in, mo, post_box):
    free = ask(client, "frei@example.org")
    taken = ask(client, mo.email)

    assert (taken.status_code, getattr(taken, "url", "")) == (free.status_code, free.url)
    post_box(mo.email)
    assert User.objects.get(email=mo.email) == mo
    signed_in.refresh_from_db()
    assert signed_in.email == "anna@example.org"


@pytest.mark.req("S31", "S33")
@pytest.mark.parametrize("poison", ["a\x00b@example.org", "a@example.org\r\nBcc: b@example.org"])
def test_a_poisoned_address_is_refused(client, signed_in, smtp, post_box, poison):
    answer = ask(client, poison)

    post_box("a@example.org")
    assert answer.status_code < 500
    assert smtp.messages == []
