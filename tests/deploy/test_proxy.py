"""The proxy's configuration: what it promises to citizens."""

import re

import pytest
from django.conf import settings

CONFIG = (settings.BASE_DIR / "deploy" / "nginx" / "nginx.conf").read_text()
WITHOUT_COMMENTS = re.sub(r"^\s*#.*$", "", CONFIG, flags=re.M)


def directives(name):
    return re.findall(rf"^\s*{name}\s+([^;]+);", WITHOUT_COMMENTS, re.M)


@pytest.mark.req("P07")
def test_no_log_contains_an_address_or_what_somebody_searched_for():
    (log_format,) = directives("log_format")

    assert (
        re.findall(r"remote_addr|remote_user|forwarded|request_uri|args|\$request ", log_format)
        == []
    )
    assert [log.split()[1] for log in directives("access_log") if log != "off"] == [
        "without_person"
    ]


@pytest.mark.req("S11")
def test_only_the_proxy_says_where_a_visitor_comes_from():
    headers = dict(value.split(maxsplit=1) for value in directives("proxy_set_header"))

    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["Forwarded"] == headers["X-Real-IP"] == headers["X-Forwarded-Host"] == '""'


@pytest.mark.req("S53")
def test_slow_and_endless_requests_are_ended():
    for name in ("client_header_timeout", "client_body_timeout", "send_timeout"):
        assert directives(name) != []
    assert directives("client_max_body_size")[0] == "3m"


def test_the_proxy_lets_through_what_the_portal_takes():
    megabytes = int(directives("client_max_body_size")[0].rstrip("m"))

    assert megabytes * 1024 * 1024 >= settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.mark.req("S24")
def test_uploads_cannot_run_anything_and_documents_come_only_from_the_portal():
    media = WITHOUT_COMMENTS.partition("location /media/ {")[2].partition("}")[0]
    documents = WITHOUT_COMMENTS.partition("location /media/documents/ {")[2].partition("}")[0]

    assert "default-src 'none'; sandbox" in media
    assert "nosniff" in media
    assert documents.split() == ["return", "404;"]


def test_every_brace_is_closed():
    assert WITHOUT_COMMENTS.count("{") == WITHOUT_COMMENTS.count("}")


PAGES = sorted((settings.BASE_DIR / "deploy" / "nginx").glob("*.html"))


def test_every_page_that_the_proxy_shows_by_itself_is_there():
    shown = {value.rpartition("/")[2] for value in directives("error_page")}

    assert shown == {page.name for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_of_the_proxy_needs_nothing_else(page):
    text = page.read_text()

    assert '<html lang="de">' in text
    assert len(re.findall(r"<h1>", text)) == 1
    assert re.findall(r"<(script|style|link|img)|style=|https?://", text) == []
