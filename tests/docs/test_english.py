"""Who chose English reads English: on pages, in forms, in mails."""

import re

import pytest
from django.core.cache import cache

from gdb_portal.core import translations
from gdb_portal.mail.kinds import KINDS
from gdb_portal.mail.models import OutboxMail
from gdb_portal.mail.services import compose
from participation.moderation.services import approve
from tests.factories.participation import CommentFactory

from .test_translations import CATALOGUE

pytestmark = pytest.mark.django_db


def german_texts():
    """Texts of ours that read differently in English."""
    for message in translations.load(CATALOGUE, "en"):
        forms = [message.id] if isinstance(message.id, str) else list(message.id)
        english = [message.string] if isinstance(message.string, str) else list(message.string)
        yield from (form for form in forms if len(form) > 3 and form not in english)


GERMAN = set(german_texts())


@pytest.fixture(autouse=True)
def _no_page_of_another_test():
    cache.clear()


def texts_in(html):
    """What a page shows or reads aloud, piece by piece."""
    shown = re.findall(r">([^<>]+)<", re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S))
    read = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', html)
    return {" ".join(text.split()) for text in [*shown, *read]}


@pytest.mark.parametrize(
    "path",
    [
        "/en/beteiligung/",
        "/en/verwaltungen/",
        "/en/suche/?q=Haus",
        "/en/konto/login/",
        "/en/konto/signup/",
        "/en/konto/password/reset/",
    ],
)
def test_a_page_below_en_shows_no_german_of_ours(client, path):
    page = client.get(path)

    assert page.status_code == 200
    assert '<html lang="en"' in page.text
    assert texts_in(page.text) & GERMAN == set()


def test_the_same_page_in_german_shows_german(client):
    page = client.get("/beteiligung/")

    assert len(texts_in(page.text) & GERMAN) > 10


def test_a_form_with_errors_below_en_explains_them_in_english(client):
    page = client.post("/en/konto/login/", {"login": "nobody", "password": ""})

    assert texts_in(page.text) & GERMAN == set()


def test_a_mail_speaks_the_language_of_the_person_who_reads_it(citizen, moderator, topic):
    citizen.language = "en"
    citizen.save(update_fields=["language"])

    approve(CommentFactory(topic=topic, author=citizen), by=moderator)

    mail = OutboxMail.objects.get(kind="comment_published", recipient=citizen)
    message = compose(mail, KINDS[mail.kind])
    assert message.subject == "Your comment is published"
    assert message.body.startswith("Hello,\n")


def test_a_mail_to_a_person_who_chose_nothing_is_german(citizen, moderator, topic):
    approve(CommentFactory(topic=topic, author=citizen), by=moderator)

    mail = OutboxMail.objects.get(kind="comment_published", recipient=citizen)
    message = compose(mail, KINDS[mail.kind])
    assert message.subject == "Ihr Beitrag ist veröffentlicht"


def test_english_dates_are_written_as_in_europe(client, topic):
    phase = topic.phases.get()
    topic.phases.update(ends_at=phase.ends_at.replace(year=2031, month=3, day=4, hour=12))

    german, english = client.get("/beteiligung/"), client.get("/en/beteiligung/")

    assert "bis 4. März 2031" in german.text
    assert re.findall(r"[A-Za-z]+ 4\.? \w+ 2031", english.text) == ["until 4 March 2031"]


@pytest.mark.req("A21")
def test_what_people_wrote_in_german_says_so_on_an_english_page(client, topic):
    comment = CommentFactory(topic=topic, published=True, text="Bitte mehr Bänke.")

    page = client.get(f"/en{topic.url.removeprefix('/en')}")

    assert comment.text in page.text
    assert re.findall(r'<div class="gdb-comment__text"([^>]*)>', page.text) == [' lang="de"']
