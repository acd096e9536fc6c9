"""Readings: counted in passing, as sums; whoever does not want to be counted is not."""

import datetime as dt
import time

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from gdb_portal.core import readings
from gdb_portal.core.cache import ForgivingRedisCache
from gdb_portal.core.page_cache import PublicPageCacheMiddleware
from gdb_portal.core.readings import counts_as, take

pytestmark = pytest.mark.req("Q1", "P06")

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
HOSTILE_AGENT = "Mozilla/5.0 <script>alert(1)</script> 2026-01-01:topic:7 \u200f"


@pytest.fixture(autouse=True)
def _nothing_counted_yet(monkeypatch):
    cache.clear()
    readings._noted.clear()
    # Whatever is noted is handed over at once.
    monkeypatch.setattr(readings, "HAND_OVER_SECONDS", 0.0)
    monkeypatch.setattr(readings, "_hand_over_at", 0.0)


def reading(**headers):
    """Open a page as that reader, from a page cache that forgets nothing between the calls."""
    return reading.portal(
        RequestFactory().get("/seite/", headers={"user-agent": FIREFOX} | headers)
    )


@pytest.fixture
def portal(monkeypatch):
    def view(request):
        counts_as(request, "topic", 7)
        return HttpResponse("Seite")

    portal = PublicPageCacheMiddleware(view)
    monkeypatch.setattr(reading, "portal", portal, raising=False)
    return portal


def counted():
    return sum(take().values())


def test_a_page_counts_when_it_is_built_and_each_time_it_comes_from_the_cache(portal):
    for _reader in range(5):
        reading()
    etag = reading()["ETag"]
    again = reading(**{"if-none-match": etag})

    assert again.status_code == 304
    assert {(kind, of): n for (_day, kind, of), n in take().items()} == {("topic", 7): 7}
    assert counted() == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": ""},
        {"dnt": "1"},
        {"sec-gpc": "1"},
        {"sec-purpose": "prefetch"},
        {"sec-fetch-dest": "empty"},
        {"sec-fetch-dest": "iframe"},
    ],
    ids=str,
)
def test_robots_prefetching_scripts_and_whoever_refuses_are_not_counted(portal, headers):
    reading()

    for _again in range(3):
        reading(**headers)

    assert counted() == 1


def test_asking_for_the_headers_alone_is_no_reading(portal):
    reading()

    portal(RequestFactory().head("/seite/", headers={"user-agent": FIREFOX}))

    assert counted() == 1


def test_a_page_that_is_not_there_is_not_counted(monkeypatch):
    def view(request):
        counts_as(request, "topic", 7)
        return HttpResponse(status=404)

    monkeypatch.setattr(reading, "portal", PublicPageCacheMiddleware(view), raising=False)
    reading()

    assert counted() == 0


@pytest.mark.req("P07")
def test_nothing_about_the_reader_reaches_the_cache(portal):
    address = "198.51.100.77"
    request = RequestFactory(REMOTE_ADDR=address).get(
        "/seite/", headers={"user-agent": HOSTILE_AGENT, "accept-language": "de-Sentinel"}
    )
    portal(request)

    kept = cache._commands.hgetall(cache.make_and_validate_key(readings.WAITING))

    [(field, number)] = kept.items()
    day, kind, of = field.decode().split(":")
    assert (dt.date.fromisoformat(day), kind, of, number) == (take_day(), "topic", "7", b"1")


def take_day():
    [(day, _kind, _of)] = take()
    return day


def test_a_reading_belongs_to_its_day_in_berlin(portal):
    for minute in (59, 61):
        moment = dt.datetime(2026, 3, 28, 22, tzinfo=dt.UTC) + dt.timedelta(minutes=minute)
        with time_machine.travel(moment, tick=False):
            reading()

    assert take() == {
        (dt.date(2026, 3, 28), "topic", 7): 1,
        (dt.date(2026, 3, 29), "topic", 7): 1,
    }


def test_without_a_cache_readings_wait_in_the_process(portal, monkeypatch):
    reading()
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", time.monotonic() + 60)
    reading()
    monkeypatch.setattr(ForgivingRedisCache, "_broken_until", 0.0)
    assert counted() == 1

    reading()

    assert counted() == 2


def test_two_jobs_never_take_the_same_readings(portal):
    reading()

    assert (len(take()), len(take())) == (1, 0)
