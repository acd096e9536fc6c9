"""The mail catcher: what was sent can be read, and can do no harm."""

import smtplib
from email.message import EmailMessage

import pytest

from gdb_portal.local import mailbox
from gdb_portal.local.mail_catcher import MailCatcher
from tests.factories.participation import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def catcher(settings, tmp_path):
    settings.GDB_MAILBOX = tmp_path / "mail"
    catcher = MailCatcher(settings.GDB_MAILBOX)
    catcher.start()
    yield catcher
    catcher.stop()


def send(catcher, subject, *, html=""):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", subject
    message.set_content(f"Text {HOSTILE}")
    if html:
        message.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", catcher.controller.port) as server:
        server.send_message(message)


def test_mails_are_listed_with_the_newest_first(client, catcher):
    send(catcher, "Die erste <b>")
    send(catcher, "Die zweite <b>")

    page = client.get("/postfach/").content.decode()

    assert page.index("Die zweite &lt;b&gt;") < page.index("Die erste &lt;b&gt;")
    assert "<b>" not in page


def test_an_empty_mailbox_says_how_to_get_a_mail(client, catcher):
    assert "Noch ist keine E-Mail angekommen" in client.get("/postfach/").content.decode()


def test_a_mail_is_shown_as_text_as_html_and_as_it_came(client, catcher):
    send(catcher, "Ihr Code", html="<html><head></head><body><h1>Ihr Code</h1></body></html>")
    address = f"/postfach/{mailbox.keys()[0]}/"

    page = client.get(address).content.decode()
    html = client.get(f"{address}html/").content.decode()
    raw = client.get(f"{address}quelltext/")

    assert f'src="{address}html/"' in page
    assert "Text &lt;script&gt;alert" in page
    assert "<h1>Ihr Code</h1>" in html
    assert raw["Content-Type"] == "text/plain; charset=utf-8"
    assert raw.content.startswith(b"X-Envelope-To: b@example.org\r\n")


@pytest.mark.req("S02")
def test_a_mail_in_html_can_run_nothing_and_load_nothing(client, catcher):
    send(catcher, "Böse", html=f"<head></head>{HOSTILE}<img src='https://example.org/x'>")

    policy = client.get(f"/postfach/{mailbox.keys()[0]}/html/")["Content-Security-Policy"]

    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["img-src"] == "data:"
    assert directives["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert "script-src" not in directives


@pytest.mark.parametrize("key", ["..", "20261125-190737-063563-999", "%2e%2e%2fsecret", "a.eml"])
def test_a_mail_that_is_not_there_is_not_found(client, catcher, key):
    (mailbox._directory().parent / "secret.eml").write_text("secret")

    for address in ("", "html/", "quelltext/"):
        assert client.get(f"/postfach/{key}/{address}").status_code == 404


def test_a_mail_without_html_has_no_frame(client, catcher):
    send(catcher, "Nur Text")
    address = f"/postfach/{mailbox.keys()[0]}/"

    assert "<iframe" not in client.get(address).content.decode()
    assert client.get(f"{address}html/").status_code == 404


def test_a_broken_mail_is_shown_all_the_same(client, catcher):
    with smtplib.SMTP("127.0.0.1", catcher.controller.port) as server:
        server.sendmail("a@example.org", ["b@example.org"], b"\xff\xfe no header at all \x00")

    assert client.get("/postfach/").status_code == 200
    assert client.get(f"/postfach/{mailbox.keys()[0]}/").status_code == 200
