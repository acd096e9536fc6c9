"""Passing a page on, and showing a topic in somebody else's site."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from participation.models import Topic
from tests.e2e.places import TOPIC


class Blog(BaseHTTPRequestHandler):
    """One page of somebody else."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.html.encode())

    def log_message(self, *_arguments):
        pass


@pytest.fixture
def blog():
    """A site of another origin; what it shows is `blog.html`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Blog) as server:
        server.html = ""
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.req("P1")
def test_the_address_of_a_topic_is_copied_with_one_press(window, portal):
    page = window(permissions=["clipboard-read", "clipboard-write"])
    page.goto(TOPIC)

    page.get_by_role("button", name="Adresse kopieren").press("Enter")

    expect(page.locator(".gdb-share__said")).to_have_text("Die Adresse ist kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == portal + TOPIC


@pytest.mark.req("P1")
def test_without_scripts_the_address_stands_there_to_be_copied(window, portal):
    page = window(java_script_enabled=False)
    page.goto(TOPIC)

    expect(page.get_by_label("Adresse zum Kopieren")).to_have_value(portal + TOPIC)
    expect(page.get_by_role("button", name="Adresse kopieren")).to_have_count(0)


@pytest.mark.req("P2", "S02")
def test_another_site_shows_the_window_of_a_topic_and_no_other_page(
    window, new_context, portal, blog
):
    page = window()
    page.goto(TOPIC)
    page.get_by_text("Auf einer anderen Seite zeigen").click()
    code = page.get_by_role("textbox", name="Diesen Code").input_value()
    assert BeautifulSoup(code, "html.parser").iframe["src"] == f"{portal}{TOPIC}einbetten/"

    context = new_context()
    asked = []
    context.on("request", lambda request: asked.append(request.url))
    blog.html = f'<h1>Kiezblog</h1>{code}<iframe title="ganz" src="{portal}{TOPIC}"></iframe>'
    other = f"http://localhost:{blog.server_port}/"
    reading = context.new_page()
    reading.goto(other)

    shown = reading.frame_locator("iframe").first
    topic = Topic.objects.get(slug=TOPIC.split("/")[2])
    expect(shown.get_by_role("heading", level=1)).to_have_text(topic.title)
    colour = "getComputedStyle(document.querySelector('.gdb-button')).backgroundColor"
    assert shown.locator("body").evaluate(f"() => {colour}") != "rgba(0, 0, 0, 0)"
    refused = reading.frame_locator("iframe[title=ganz]")
    expect(refused.get_by_role("heading", name=topic.title)).to_have_count(0)
    assert context.cookies() == []
    assert {url for url in asked if not url.startswith((portal, other))} == set()

    with context.expect_page() as opened:
        shown.get_by_role("link", name="Lesen und mitreden").click()
    expect(opened.value).to_have_url(portal + TOPIC)
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(topic.title)
    context.close()
