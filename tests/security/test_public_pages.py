"""Every public page of the real content, as a stranger finds it by following links."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from participation.services.comment import publish_comment
from tests.factories.accounts import UserFactory
from tests.factories.participation import CommentFactory, TopicFactory
from tests.tables import fingerprints

MOST_PAGES = 400
# Query strings multiply pages without end; one page of each list is enough to see its kind.
SKIPPED = re.compile(r"^/(static|media|cms|postfach|_components)/")


class Links(HTMLParser):
    """What a page links to, and what the policy would refuse."""

    def __init__(self):
        super().__init__()
        self.links, self.inline, self.foreign = set(), [], []

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag in {"a", "link"} and "href" in attrs:
            self.links.add(attrs["href"])
        if tag == "style" or "style" in attrs or any(name.startswith("on") for name in attrs):
            self.inline.append((tag, attrs))
        if tag == "script" and "src" not in attrs and "json" not in attrs.get("type", ""):
            self.inline.append((tag, attrs))
        if tag in {"script", "img", "iframe", "video", "audio", "source", "embed", "object"}:
            self.foreign += [v for v in (attrs.get("src"), attrs.get("data")) if _is_foreign(v)]
        if tag == "link" and attrs.get("rel") in {"stylesheet", "icon", "preload", "manifest"}:
            self.foreign += [v for v in (attrs.get("href"),) if _is_foreign(v)]


def _is_foreign(address):
    return bool(address and urlsplit(address).netloc)


# "db" sorts these tests before those that empty the database.
pytestmark = pytest.mark.usefixtures("crawled", "db")


@pytest.fixture(scope="module")
def crawled(whole_content, django_db_blocker):
    """Path → (answer, what was found in it), and the tables before and after."""
    with django_db_blocker.unblock():
        page = Site.objects.get(is_default_site=True).root_page.get_children().live().first()
        topic = TopicFactory(page=page)
        comment = CommentFactory(topic=topic, author=UserFactory(), wants_answer=True)
        publish_comment(comment, by=None)
        cache.clear()
        # The very first page starts the cache's sequence and is not stored itself.
        Client().get("/")
        before = fingerprints()
        found = _crawl(Client())
        after = fingerprints()
        return {"pages": found, "before": before, "after": after}


def _crawl(client):
    found, waiting = {}, ["/", "/sitemap.xml", "/healthz", "/en/", "/de-simple/"]
    seen = set(waiting)
    while waiting and len(found) < MOST_PAGES:
        path = waiting.pop(0)
        # A browser of its own for each page: nothing that one page sets is seen by the next.
        answer = client.get(path)
        client.cookies.clear()
        html = answer.get("Content-Type", "").startswith("text/html")
        links = Links()
        if html and not answer.streaming:
            links.feed(answer.content.decode())
        if answer.status_code in {301, 302}:
            links.links.add(answer.url)
        found[path] = (answer, links, html)
        for link in sorted(links.links):
            target = urlsplit(urljoin(f"http://testserver{path}", link))
            if target.netloc != "testserver" or SKIPPED.match(target.path):
                continue
            if target.path not in seen:
                seen.add(target.path)
                waiting.append(target.path)
    return found


def pages(crawled, *, only_html=True):
    return [
        (path, answer, links)
        for path, (answer, links, html) in crawled["pages"].items()
        if html or not only_html
    ]


def may_be_framed(path):
    """A topic's window for other sites; nothing else."""
    return re.fullmatch(r"(/en|/de-simple)?/beteiligung/[\w-]+/einbetten/", path) is not None


def is_account(path):
    return "/konto/" in path


def test_the_crawl_sees_the_whole_portal(crawled):
    seen = set(crawled["pages"])

    assert len(seen) > 100
    assert {"/strategie/", "/wertekompass/", "/handlungsfelder/", "/massnahmen/"} <= seen
    assert {"/pilotprojekte/", "/beteiligung/", "/datenschutz/", "/impressum/"} <= seen


def test_no_link_leads_to_an_error(crawled):
    broken = {
        path: answer.status_code
        for path, answer, _links in pages(crawled, only_html=False)
        if answer.status_code not in {200, 301, 302}
    }

    assert broken == {}


@pytest.mark.req("S07")
def test_reading_changes_no_row(crawled):
    assert {
        table for table, hashed in crawled["after"].items() if crawled["before"][table] != hashed
    } == set()


@pytest.mark.req("P01", "P02")
def test_reading_sets_no_cookie(crawled):
    # A page with a form may set the token against forged forms, nothing else.
    cookies = {
        (path, name)
        for path, answer, _links in pages(crawled, only_html=False)
        for name in answer.cookies
        if not (name == "csrftoken" and "csrfmiddlewaretoken" in answer.content.decode())
    }

    assert cookies == set()


@pytest.mark.req("S62")
def test_what_has_no_form_is_the_same_for_everybody(crawled):
    varying = [
        path
        for path, answer, _links in pages(crawled)
        if answer.status_code == 200
        and not is_account(path)
        and "csrfmiddlewaretoken" not in answer.content.decode()
        and ("cookie" in answer.get("Vary", "").lower() or "ETag" not in answer)
    ]

    assert varying == []


@pytest.mark.req("S02")
def test_every_answer_carries_the_strict_policy(crawled):
    for path, answer, _links in pages(crawled, only_html=False):
        policy = dict(
            part.strip().partition(" ")[::2]
            for part in answer["Content-Security-Policy"].split(";")
        )
        framed = may_be_framed(path)
        assert policy["default-src"] == "'none'", path
        assert policy["script-src"] == ("'none'" if framed else "'self'"), path
        assert policy["style-src"] == "'self'", path
        assert policy["frame-ancestors"] == ("*" if framed else "'none'"), path
        assert policy["form-action"] == ("'none'" if framed else "'self'"), path
        assert policy["base-uri"] == "'none'", path
        assert "unsafe" not in answer["Content-Security-Policy"], path


@pytest.mark.req("S04")
def test_every_answer_carries_its_fellow_headers(crawled):
    for path, answer, _links in pages(crawled, only_html=False):
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["Referrer-Policy"] == "same-origin", path
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", path
        # Open data is there for the pages of others, as a topic's window is; all else is our own.
        is_shared = may_be_framed(path) or path.startswith("/api/")
        shared = "cross-origin" if is_shared else "same-origin"
        assert answer["Cross-Origin-Resource-Policy"] == shared, path
        framing = None if may_be_framed(path) else "DENY"
        assert answer.get("X-Frame-Options") == framing, path
        assert "geolocation=()" in answer["Permissions-Policy"], path


@pytest.mark.req("S02", "P2")
def test_exactly_the_windows_of_topics_may_stand_in_a_frame(crawled):
    framed = {
        path
        for path, answer, _links in pages(crawled, only_html=False)
        if "X-Frame-Options" not in answer
    }

    assert {path for path in crawled["pages"] if may_be_framed(path)} == framed
    assert framed


@pytest.mark.req("P1")
def test_every_public_page_describes_itself_and_has_a_picture(crawled):
    client, lacking = Client(), []
    pictures = set()
    for path, answer, _links in pages(crawled):
        if answer.status_code != 200 or may_be_framed(path) or is_account(path):
            continue
        html = answer.content.decode()
        described = re.search(r'<meta name="description" content="[^"]{10,}', html)
        picture = re.search(
            r'<meta property="og:image" content="http://localhost:8000([^"]+)"', html
        )
        if not described or not picture:
            lacking.append(path)
        else:
            pictures.add(picture.group(1))

    assert lacking == []
    assert len(pictures) > 50
    assert {client.get(address).status_code for address in pictures} == {200}


@pytest.mark.req("S02")
def test_no_page_has_inline_script_or_style(crawled):
    assert {path: links.inline for path, _a, links in pages(crawled) if links.inline} == {}


@pytest.mark.req("P03")
def test_no_page_fetches_from_another_host(crawled):
    assert {path: links.foreign for path, _a, links in pages(crawled) if links.foreign} == {}


@pytest.mark.req("P09")
def test_no_page_shows_the_address_of_a_person(crawled):
    from gdb_portal.accounts.models import User

    addresses = set(User.objects.values_list("email", flat=True))
    assert addresses
    leaking = [
        path
        for path, answer, _links in pages(crawled, only_html=False)
        if any(address.encode() in answer.getvalue() for address in addresses)
    ]

    assert leaking == []


@pytest.mark.req("S62")
def test_a_page_from_the_cache_equals_the_page_that_was_built(crawled):
    client = Client()
    different = [
        path
        for path, answer, _links in pages(crawled)
        if "ETag" in answer and client.get(path).content != answer.content
    ]

    assert different == []
