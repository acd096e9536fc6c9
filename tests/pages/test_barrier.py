"""Telling about a barrier: without an account, without a name, once."""

import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from gdb_portal.pages.models import AccessibilityFeedback
from gdb_portal.pages.services.feedback import settle_feedback
from tests.factories.participation import HOSTILE

pytestmark = pytest.mark.django_db

FORM = reverse("pages:barrier")


@pytest.fixture(autouse=True)
def _home(home):
    """Every page has its frame, and no earlier try counts."""


def message():
    mail = OutboxMail.objects.latest("created_at")
    return compose(mail, KINDS[mail.kind])


def test_words_alone_are_enough(client):
    answer = client.post(FORM, {"text": HOSTILE})

    assert answer.url == reverse("pages:barrier-received")
    assert client.get(answer.url).status_code == 200
    assert AccessibilityFeedback.objects.get().text == HOSTILE
    assert not OutboxMail.objects.exists()


def test_whoever_gives_an_address_gets_a_receipt_with_number_and_date(client):
    client.post(FORM, {"text": HOSTILE, "page_url": "/suche/", "email": "a@example.org"})

    feedback = AccessibilityFeedback.objects.get()
    mail = message()
    html = mail.alternatives[0].content
    assert mail.to == ["a@example.org"]
    assert str(feedback) in mail.subject
    assert HOSTILE in mail.body
    assert f"{feedback.due_on.day}." in mail.body
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_the_answer_is_told_and_the_address_forgotten(client, administrator):
    client.post(FORM, {"text": "Zu klein.", "email": "a@example.org"})

    settle_feedback(AccessibilityFeedback.objects.get(), by=administrator, note="Jetzt größer.")

    assert "Jetzt größer." in message().body
    assert AccessibilityFeedback.objects.get().email == ""


def test_the_same_form_sent_twice_is_one_report(client):
    values = {"text": "Zu klein.", "request_key": str(uuid.uuid4()), "email": "a@example.org"}

    client.post(FORM, values)
    client.post(FORM, values)

    assert AccessibilityFeedback.objects.count() == 1
    assert OutboxMail.objects.count() == 1


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(client):
    answer = client.post(FORM, {"text": "", "page_url": "<b>dort</b>", "email": "keine"})

    html = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 422
    assert html.find(id="id_page_url")["value"] == "<b>dort</b>"
    assert html.find(id="id_text")["aria-invalid"] == "true"
    assert html.find(id="id_text_error") is not None
    assert html.title.text.startswith("Fehler")


def test_a_program_that_fills_in_everything_is_thanked_and_ignored(client):
    answer = client.post(FORM, {"text": "Kauf!", "website": "http://example.org"})

    assert answer.status_code == 302
    assert not AccessibilityFeedback.objects.exists()


def test_the_page_on_which_somebody_was_is_filled_in(client):
    answer = client.get(FORM, {"von": "/<b>suche</b>/"})

    html = BeautifulSoup(answer.content, "html.parser")
    assert html.find(id="id_page_url")["value"] == "/<b>suche</b>/"
