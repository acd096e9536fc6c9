"""A contribution in the reader's language, from a translating service spoken to for real."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache

from participation.cases.enums import CaseStatus
from participation.cases.models import Case
from participation.cases.services import publish_answer
from participation.cases.services.answer import Wording
from participation.services.comment import publish_comment, withdraw_comment
from tests.factories.participation import HOSTILE, CommentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.req("K6")]


class Service:
    """LibreTranslate's protocol: answers in capitals unless told to answer something else."""

    def __init__(self):
        self.asked = []
        self.answer = lambda question: (
            200,
            json.dumps({"translatedText": [text.upper() for text in question["q"]]}),
        )
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append((self.path, question, dict(self.headers)))
                status, body = service.answer(question)
                self.send_response(status)
                self.send_header("Location", "/elsewhere")
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def service(settings):
    running = Service()
    settings.GDB_TRANSLATOR_URL = f"{running.url}/"
    cache.clear()
    yield running
    running.stop()


@pytest.fixture
def comment(topic):
    return CommentFactory(published=True, topic=topic, text=f"Mehr <b>Bänke</b> {HOSTILE}")


def address(comment, language="/en"):
    return f"{language}/beitraege/{comment.pk}/uebersetzung/"


def test_nobody_is_asked_before_a_reader_wants_it(client, service, comment):
    page = client.get(address(comment))

    assert page.status_code == 200
    assert "gdb-notice--warning" not in page.content.decode()
    assert service.asked == []


def test_a_translation_is_marked_and_the_original_stands_below(client, service, comment):
    html = BeautifulSoup(client.post(address(comment)).content, "html.parser")

    texts = html.select(".gdb-comment__text")
    assert [part["lang"] for part in texts] == ["en", "de"]
    assert texts[0].get_text(" ", strip=True).startswith("MEHR <B>BÄNKE</B>")
    assert texts[1].get_text(" ", strip=True).startswith("Mehr <b>Bänke</b>")
    assert "A machine translated this" in html.select_one(".gdb-notice--warning").text
    assert html.select_one("a[href='#original']")


def test_the_service_learns_the_text_and_nothing_about_the_reader(client, service, comment):
    client.post(address(comment), headers={"user-agent": "Leserin", "accept-language": "en"})

    [(path, question, headers)] = service.asked
    assert path == "/translate"
    assert question == {"q": [comment.text], "source": "auto", "target": "en", "format": "text"}
    assert "Leserin" not in str(headers)
    assert "Cookie" not in headers


def test_the_answer_of_the_administration_is_translated_too(client, service, topic, official):
    comment = CommentFactory(topic=topic, wants_answer=True)
    publish_comment(comment, by=None)
    case = Case.objects.get(comment=comment)
    publish_answer(case, by=official, wording=Wording(HOSTILE, CaseStatus.ANSWERED))

    html = BeautifulSoup(client.post(address(comment)).content, "html.parser")

    assert [part["lang"] for part in html.select(".gdb-comment__text")] == ["en", "en", "de", "de"]
    assert len(service.asked[0][1]["q"]) == 2


def test_what_was_translated_once_is_not_asked_again_until_it_changes(client, service, comment):
    client.post(address(comment))
    shown = client.get(address(comment)).content.decode()
    client.post(address(comment))
    assert "MEHR &lt;B&gt;" in shown
    assert len(service.asked) == 1

    comment.text = "Weniger Bänke"
    comment.save()
    assert "MEHR" not in client.get(address(comment)).content.decode()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, ""),
        (200, "<html>"),
        (200, "[]"),
        (200, json.dumps({"translatedText": "ein Text statt einer Liste"})),
        (200, json.dumps({"translatedText": []})),
        (200, json.dumps({"translatedText": [" "]})),
        (200, json.dumps({"translatedText": [None]})),
        (302, json.dumps({"translatedText": ["von woanders"]})),
    ],
)
def test_an_answer_that_is_none_says_so_and_shows_the_original(
    client, service, comment, status, body
):
    service.answer = lambda _question: (status, body)

    page = client.post(address(comment))

    assert page.status_code == 503
    html = BeautifulSoup(page.content, "html.parser")
    assert html.select_one(".gdb-notice--danger")
    assert [part["lang"] for part in html.select(".gdb-comment__text")] == ["de"]


def test_a_service_that_is_gone_says_so(client, service, comment):
    service.stop()

    assert client.post(address(comment)).status_code == 503


def test_what_is_not_public_is_not_translated(client, service, comment):
    client.post(address(comment))
    withdraw_comment(comment, by=comment.author)

    assert client.get(address(comment)).status_code == 404
    assert client.post(address(comment)).status_code == 404
    assert len(service.asked) == 1


def test_without_a_service_and_in_german_nothing_is_offered(client, service, comment, settings):
    thread = comment.topic.url
    assert "uebersetzung" not in client.get(thread).content.decode()
    assert client.get(address(comment, "")).status_code == 404
    assert client.get(address(comment, "/de-simple")).status_code == 404
    assert "uebersetzung" in client.get(f"/en{thread}").content.decode()

    settings.GDB_TRANSLATOR_URL = ""
    cache.clear()
    assert client.get(address(comment)).status_code == 404
    assert "uebersetzung" not in client.get(f"/en{thread}").content.decode()
