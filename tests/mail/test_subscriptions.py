"""Leaving a list: from a mail program, from a browser, for mails that already wait."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client

from gdb_portal.core.models import Event
from gdb_portal.mail.enums import MailStatus
from gdb_portal.mail.kinds import Subscriber
from gdb_portal.mail.models import Consent
from gdb_portal.mail.services import is_subscribed, send_due, subscribe, unsubscribe
from gdb_portal.mail.tokens import address_code, read_unsubscribe_token, unsubscribe_token
from tests.mail.letters import ANNA, queue, status

pytestmark = pytest.mark.django_db
ANNAS = Subscriber(address_code=address_code(ANNA))
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def told():
    return []


@pytest.fixture
def letters(kind, told):
    kind(list_name="neues", unsubscribe=told.append)
    kind("other", list_name="anderes")
    return kind


def link_in(message):
    header = message["List-Unsubscribe"].strip()
    return re.fullmatch(r"<http://localhost:8000(/abmelden/.+/)>", header)[1]


@pytest.mark.req("S42")
def test_mails_of_a_list_carry_the_headers_that_leave_it(letters, smtp):
    queue()
    queue(kind="other")

    send_due()

    message, other = smtp.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (message["List-Id"], other["List-Id"]) == (
        "<neues.example.org>",
        "<anderes.example.org>",
    )
    assert message["Precedence"] == "bulk"
    assert link_in(message) != link_in(other)
    assert link_in(message) in message.get_body(("plain",)).get_content()
    assert link_in(message) in message.get_body(("html",)).get_content()


@pytest.mark.req("S42")
def test_a_code_for_logging_in_belongs_to_no_list(kind, smtp):
    queue()

    send_due()

    headers = set(smtp.messages[0].keys())
    assert not headers & {"List-Unsubscribe", "List-Unsubscribe-Post", "List-Id", "Precedence"}


@pytest.mark.req("S42", "F18")
def test_one_click_leaves_this_list_and_no_other_however_often_it_comes(letters, smtp, told):
    queue()
    send_due()
    mail_program = Client(enforce_csrf_checks=True)
    link = link_in(smtp.messages[0])

    answers = [mail_program.post(link, ONE_CLICK) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.cookies for answer in answers] == [{}, {}, {}]
    assert list(Consent.objects.values_list("list_name", "granted", "how")) == [
        ("neues", False, "one-click")
    ]
    assert told == [ANNAS]
    assert is_subscribed("anderes", ANNAS)


@pytest.mark.req("S42")
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_program_that_follows_every_link_changes_nothing(letters, smtp, method):
    queue()
    send_due()

    answer = getattr(Client(), method)(link_in(smtp.messages[0]))

    assert answer.status_code == 200
    assert Consent.objects.count() == 0
    assert is_subscribed("neues", ANNAS)


def test_the_form_leaves_the_list_too(letters, client):
    link = f"/abmelden/{unsubscribe_token('neues', ANNAS)}/"
    assert '<form class="gdb-form" method="post">' in client.get(link).content.decode()

    client.post(link)

    assert Consent.objects.get().how == "form"


@pytest.mark.req("F13", "P17")
def test_a_mail_that_waits_is_not_sent_after_the_list_was_left(letters, smtp):
    mail, other = queue(), queue(kind="other")

    unsubscribe("neues", ANNAS, how="one-click")
    send_due()

    assert (status(mail), mail.reason) == (MailStatus.ABORTED, "unsubscribed")
    assert status(other) == MailStatus.SENT


def test_kinds_of_one_list_are_left_together(letters, kind, smtp):
    kind("same", list_name="neues")
    mail = queue(kind="same")

    unsubscribe("neues", ANNAS, how="form")
    send_due()

    assert status(mail) == MailStatus.ABORTED


def test_who_comes_back_gets_mails_again_and_the_record_keeps_every_step(letters, smtp):
    unsubscribe("neues", ANNAS, how="one-click")
    subscribe("neues", ANNAS, how="account")
    mail = queue()

    send_due()

    assert status(mail) == MailStatus.SENT
    steps = Consent.objects.order_by("id").values_list("granted", flat=True)
    assert list(steps) == [False, True]
    events = Event.objects.filter(kind__startswith="mail.").order_by("id")
    assert [event.kind for event in events] == ["mail.unsubscribed", "mail.subscribed"]


def test_a_person_leaves_with_any_address_they_have(letters, citizen, smtp):
    mail = queue(recipient=citizen)
    unsubscribe("neues", Subscriber(recipient_id=citizen.pk), how="form")
    type(citizen).objects.filter(pk=citizen.pk).update(email="neu@example.org")

    send_due()

    assert status(mail) == MailStatus.ABORTED


@pytest.mark.req("S42", "F38")
def test_a_token_outlives_every_change_of_the_secret_key(letters, settings):
    token = unsubscribe_token("neues", ANNAS)

    settings.SECRET_KEY = "a new one"

    assert read_unsubscribe_token(token) == ("neues", ANNAS)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_token_is_good_for_its_own_list_and_person_only(letters, client, part):
    mine = unsubscribe_token("neues", ANNAS).split(".")
    other = unsubscribe_token("anderes", Subscriber(recipient_id=7)).split(".")
    mixed = ".".join([*mine[:part], other[part], *mine[part + 1 :]])

    assert client.post(f"/abmelden/{mixed}/", ONE_CLICK).status_code == 404
    assert Consent.objects.count() == 0


def test_a_token_and_a_link_hold_no_address(letters):
    assert "anna" not in unsubscribe_token("neues", ANNAS)


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_ten_clicks_at_once_are_one_withdrawal(letters, told):
    def click():
        Client().post(f"/abmelden/{unsubscribe_token('neues', ANNAS)}/", ONE_CLICK)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Consent.objects.count() == 1
    assert told == [ANNAS]
