"""Public pages: built once, shared by all, forgotten exactly when they change."""

import datetime as dt
import gzip
import itertools
import subprocess
import sys
import time

import brotli
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from gdb_portal.core import page_cache
from gdb_portal.core.cache import ForgivingRedisCache
from gdb_portal.core.page_cache import PublicPageCacheMiddleware, depends_on, invalidate
from participation.enums import PhaseKind
from participation.models import TopicPhase
from participation.services.comment import publish_comment
from participation.services.vote import cast_vote
from tests.factories.participation import CommentFactory, TopicFactory

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def _the_cache_has_begun(db):
    page_cache._owed.clear()
    # The very first page starts the sequence and is not stored itself.
    invalidate("nothing")


def test_the_second_reader_costs_no_query(client, topic, django_assert_num_queries):
    first = client.get(topic.url)

    with django_assert_num_queries(0):
        second = client.get(topic.url)

    assert second.content == first.content


@pytest.mark.req("S62", "P01")
def test_a_cached_page_varies_by_encoding_only_and_sets_no_cookie(client, topic):
    for _ in range(2):
        page = client.get(topic.url)

        assert page["Vary"] == "Accept-Encoding"
        assert page["Cache-Control"] == "no-cache"
        assert page.cookies == {}


def test_a_known_page_is_not_sent_again(client, topic):
    etag = client.get(topic.url)["ETag"]

    again = client.get(topic.url, headers={"if-none-match": etag})

    assert again.status_code == 304
    assert again.content == b""


def test_browsers_that_can_get_it_compressed(client, topic):
    plain = client.get(topic.url).content

    small = client.get(topic.url, headers={"accept-encoding": "gzip, br"})

    assert small["Content-Encoding"] == "br"
    assert brotli.decompress(small.content) == plain


def test_a_published_comment_is_there_for_the_next_reader(client, topic, comment):
    client.get(topic.url)

    publish_comment(comment, by=None)

    assert f'id="beitrag-{comment.pk}"' in client.get(topic.url).content.decode()


def test_a_vote_on_one_topic_leaves_the_page_of_another_in_the_cache(
    client, topic, citizen, django_assert_num_queries
):
    other = TopicFactory()
    client.get(other.url)
    client.get(topic.url)

    cast_vote(topic, by=citizen, value="agree")

    with django_assert_num_queries(0):
        client.get(other.url)
    assert client.get(topic.url).context is not None


def test_a_page_whose_data_changed_while_it_was_built_is_not_kept(rf: RequestFactory):
    answers = iter(["alt", "neu"])

    def view(request):
        depends_on(request, "thema")
        text = next(answers)
        if text == "alt":
            invalidate("thema")
        return HttpResponse(text)

    middleware = PublicPageCacheMiddleware(view)

    assert middleware(rf.get("/seite/")).content == b"alt"
    assert middleware(rf.get("/seite/")).content == b"neu"
    assert middleware(rf.get("/seite/")).content == b"neu"


@pytest.mark.req("S62", "P23")
def test_persons_get_their_own_page_and_nobody_elses(client, topic, citizen):
    CommentFactory(topic=topic, author=citizen, text="Nur für mich")
    anonymous = client.get(topic.url)

    client.force_login(citizen)
    mine = client.get(topic.url)
    client.logout()
    afterwards = client.get(topic.url)

    assert "Nur für mich" in mine.content.decode()
    assert "no-store" in mine["Cache-Control"]
    assert afterwards.content == anonymous.content


@pytest.mark.req("S62")
def test_an_unknown_parameter_fills_nobodys_cache(client, topic):
    client.get(topic.url, {"utm_source": "x"})

    assert client.get(topic.url, {"utm_source": "x"}).context is not None


@pytest.mark.req("S62", "S29")
def test_a_forged_forwarded_host_poisons_nothing(client, topic):
    client.get(topic.url, headers={"x-forwarded-host": "evil.example"})

    assert "evil.example" not in client.get(topic.url).content.decode()


def test_forms_with_tokens_are_never_stored(client, topic, citizen):
    comment = CommentFactory(topic=topic, published=True)
    url = reverse("reports:create", args=[comment.pk])

    tokens = {client.get(url).context["csrf_token"] for _ in range(2)}

    assert len(tokens) == 2


@pytest.mark.req("B2")
def test_a_page_expires_when_a_phase_begins(client):
    topic = TopicFactory(phase=False)
    TopicPhase.objects.create(
        topic=topic,
        kind=PhaseKind.COMMENT,
        starts_at=timezone.now() + dt.timedelta(seconds=1.2),
        ends_at=timezone.now() + dt.timedelta(days=1),
    )
    assert "Beitrag schreiben" not in client.get(topic.url).content.decode()

    deadline = timezone.now() + dt.timedelta(seconds=30)
    while timezone.now() < deadline:
        if "Beitrag schreiben" in client.get(topic.url).content.decode():
            break
    else:
        pytest.fail("the page still shows the old phase")


@pytest.mark.req("F23", "I6")
def test_without_the_cache_pages_are_built_and_read(client, topic, settings):
    settings.CACHES = {
        "default": {
            **django_settings.CACHES["default"],
            "LOCATION": "unix:///nowhere/at-all.sock",
        }
    }

    page = client.get(topic.url)

    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]


def counting_view(*tags):
    """A page that shows how often it was built."""
    built = itertools.count(1)

    def view(request):
        depends_on(request, *tags)
        return HttpResponse(f"{next(built)} {request.GET.get('art', '')}")

    return view


@pytest.mark.req("S62")
def test_one_value_that_looks_like_two_parameters_has_an_entry_of_its_own(rf):
    middleware = PublicPageCacheMiddleware(counting_view())
    middleware(rf.get("/seite/?art=x%26q%3Dy"))

    assert middleware(rf.get("/seite/?art=x&q=y")).content == b"2 x"


@pytest.mark.req("S34")
def test_an_endless_question_is_answered_but_not_kept(rf):
    middleware = PublicPageCacheMiddleware(counting_view())
    url = "/suche/?q=" + "x" * 500

    assert middleware(rf.get(url)).content == b"1 "
    assert middleware(rf.get(url)).content == b"2 "


def test_the_order_of_parameters_does_not_matter_but_that_of_their_values_does(rf):
    middleware = PublicPageCacheMiddleware(counting_view())
    first = middleware(rf.get("/seite/?art=a&art=b&seite=2")).content

    assert middleware(rf.get("/seite/?seite=2&art=a&art=b")).content == first
    assert middleware(rf.get("/seite/?art=b&art=a&seite=2")).content != first


def test_every_process_hears_of_an_invalidation(rf):
    here, there = (PublicPageCacheMiddleware(counting_view("thema")) for _ in range(2))
    assert here(rf.get("/seite/")).content == b"1 "
    for _ in range(2):
        assert there(rf.get("/seite/")).content == b"1 "

    invalidate("thema")

    assert here(rf.get("/seite/")).content == b"2 "
    # Taken from the other, not built anew.
    assert there(rf.get("/seite/")).content == b"2 "


STAMP_ELSEWHERE = """
import os, sys, django
from django.conf import settings
django.setup()
settings.CACHES["default"].update(LOCATION=sys.argv[1], KEY_PREFIX=sys.argv[2])
from gdb_portal.core.page_cache import _stamp
_stamp(["thema"])
"""


def test_what_another_process_invalidates_is_gone_a_moment_later(rf):
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    store = django_settings.CACHES["default"]
    for _ in range(2):
        assert middleware(rf.get("/seite/")).content == b"1 "

    subprocess.run(
        [sys.executable, "-c", STAMP_ELSEWHERE, store["LOCATION"], store["KEY_PREFIX"]],
        check=True,
        timeout=60,
    )
    time.sleep(page_cache.TRUST_SECONDS)

    assert middleware(rf.get("/seite/")).content == b"2 "


def test_for_a_moment_nobody_is_asked(rf, monkeypatch):
    monkeypatch.setattr(page_cache, "TRUST_SECONDS", 60)
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    for _ in range(2):
        middleware(rf.get("/seite/"))

    with monkeypatch.context() as away:
        away.setattr(ForgivingRedisCache, "_broken_until", time.monotonic() + 60)
        assert middleware(rf.get("/seite/")).content == b"1 "
    invalidate("thema")

    assert middleware(rf.get("/seite/")).content == b"2 "


def test_a_look_that_began_before_an_invalidation_is_not_trusted(rf, monkeypatch):
    monkeypatch.setattr(page_cache, "TRUST_SECONDS", 60)
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    ask = cache.get

    def meanwhile(key, *others):
        number = ask(key, *others)
        if key == page_cache.SEQUENCE:
            monkeypatch.setattr(ForgivingRedisCache, "get", original)
            invalidate("thema")
        return number

    for _ in range(2):
        middleware(rf.get("/seite/"))
    monkeypatch.setattr(page_cache, "_age", object())
    original = ForgivingRedisCache.get
    monkeypatch.setattr(ForgivingRedisCache, "get", lambda self, *given: meanwhile(*given))
    middleware(rf.get("/seite/"))

    assert middleware(rf.get("/seite/")).content == b"2 "


@pytest.mark.req("S02")
def test_a_page_from_the_cache_is_as_protected_as_a_new_one(client, topic):
    fresh = client.get(topic.url, {"unbekannt": "1"})

    client.get(topic.url)
    cached = client.get(topic.url)

    assert cached.context is None
    own = {"Cache-Control", "Vary", "ETag", "Content-Length"}
    assert dict(cached.items()).keys() - own == dict(fresh.items()).keys() - own
    assert cached["Content-Security-Policy"] == fresh["Content-Security-Policy"]
    assert cached["X-Content-Type-Options"] == "nosniff"


@pytest.mark.req("S29")
def test_a_foreign_host_is_refused_even_when_the_page_is_known(client, topic):
    for _ in range(2):
        client.get(topic.url)

    assert client.get(topic.url, headers={"host": "evil.example"}).status_code == 400


def test_an_unprotected_line_is_led_to_https_even_when_the_page_is_known(client, topic, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_SSL_REDIRECT = True
    client.handler.load_middleware()
    for _ in range(2):
        known = client.get(topic.url, headers={"x-forwarded-proto": "https"})
        assert known.status_code == 200

    assert client.get(topic.url, headers={"x-forwarded-proto": "http"}).status_code == 301


def test_an_invalidation_elsewhere_costs_a_look_but_no_building(rf):
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    first = middleware(rf.get("/seite/")).content

    invalidate("anderes-thema")

    assert middleware(rf.get("/seite/")).content == first


def test_nothing_is_invalidated_by_what_was_rolled_back(rf):
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    first = middleware(rf.get("/seite/")).content

    with transaction.atomic():
        invalidate("thema")
        transaction.set_rollback(True)

    assert middleware(rf.get("/seite/")).content == first


@pytest.mark.req("F23")
def test_a_stamp_that_the_cache_lost_vouches_for_nothing(rf):
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    middleware(rf.get("/seite/"))

    cache.delete("pages:tag:thema")
    invalidate("nothing")

    assert middleware(rf.get("/seite/")).content == b"2 "


@pytest.mark.req("F23")
def test_an_invalidation_while_the_cache_is_away_is_made_up_for(rf, monkeypatch):
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    middleware(rf.get("/seite/"))

    with monkeypatch.context() as away:
        away.setattr(ForgivingRedisCache, "_broken_until", time.monotonic() + 60)
        invalidate("thema")
        assert middleware(rf.get("/seite/")).content == b"2 "

    assert middleware(rf.get("/seite/")).content == b"3 "
    assert middleware(rf.get("/seite/")).content == b"4 "
    assert middleware(rf.get("/seite/")).content == b"4 "


@pytest.mark.req("F23")
def test_a_flushed_cache_begins_again(rf):
    middleware = PublicPageCacheMiddleware(counting_view("thema"))
    for _ in range(2):
        middleware(rf.get("/seite/"))

    cache.clear()
    time.sleep(page_cache.TRUST_SECONDS)

    assert middleware(rf.get("/seite/")).content == b"2 "
    assert middleware(rf.get("/seite/")).content == b"3 "
    assert middleware(rf.get("/seite/")).content == b"3 "


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("GZIP", "gzip"),
        ("identity", None),
        ("", None),
    ],
)
def test_each_browser_gets_what_it_unpacks(rf, accepted, encoding):
    body = b"<p>Berlin</p>" * 100
    middleware = PublicPageCacheMiddleware(lambda request: HttpResponse(body))
    for _ in range(2):
        answer = middleware(rf.get("/seite/", headers={"accept-encoding": accepted}))

        assert answer.get("Content-Encoding") == encoding
        unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding]
        assert unpack(answer.content) == body


def test_the_head_of_a_page_is_that_of_the_page(client, topic):
    page = client.get(topic.url)

    head = client.head(topic.url)

    assert head.content == b""
    assert head["ETag"] == page["ETag"]
    assert int(head["Content-Length"]) == len(page.content)


def test_a_compressed_page_that_is_known_is_not_sent_again(client, topic):
    page = client.get(topic.url, headers={"accept-encoding": "br"})

    again = client.get(
        topic.url, headers={"accept-encoding": "br", "if-none-match": f'"x", {page["ETag"]}'}
    )

    assert again.status_code == 304
    assert "Content-Encoding" not in again
    assert "Content-Length" not in again or again["Content-Length"] == "0"


@pytest.mark.req("P01", "S62")
def test_a_foreign_cookie_changes_nothing(client, topic):
    page = client.get(topic.url)
    client.cookies["django_language"] = "en"
    client.cookies["csrftoken"] = "x" * 32

    assert client.get(topic.url).content == page.content


@pytest.mark.req("S62")
@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "gopher"},
        {"x-original-url": "/cms/"},
        {"x-rewrite-url": "/cms/"},
        {"accept-language": "en"},
        {"x-http-method-override": "DELETE"},
        {"accept": "application/json"},
        {"origin": "https://evil.example"},
        {"range": "bytes=0-1"},
    ],
)
def test_what_the_key_does_not_hold_can_not_change_the_page(client, topic, headers):
    honest = client.get(topic.url).content
    cache.clear()
    invalidate("nothing")

    forged = client.get(topic.url, headers=headers)

    assert forged.content == honest
    assert client.get(topic.url).content == honest


@pytest.mark.req("B2")
def test_publishing_a_page_throws_away_what_shows_content(client, topic):
    client.get(topic.url)
    assert client.get(topic.url).context is None

    topic.page.save_revision().publish()

    assert client.get(topic.url).context is not None


def test_publishing_a_topic_throws_away_the_list(client, topic):
    url = reverse("participation:topics")
    for _ in range(2):
        client.get(url)
    topic.title = "Ganz neu gefragt"

    topic.save_revision().publish()

    assert "Ganz neu gefragt" in client.get(url).content.decode()
