"""How often somebody may do something, and that nobody's address stays anywhere."""

import threading

import pytest
from django.db import connection
from django.test import RequestFactory

from gdb_portal.core import limits
from gdb_portal.core.limits import ForgetAddressMiddleware, allow, network_of, parse_rate
from gdb_portal.core.models import LimitCount

HERE, SAME_NETWORK, ELSEWHERE = "198.51.100.77", "198.51.100.200", "203.0.113.5"


@pytest.fixture
def without_cache(settings):
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": "unix:///nowhere/at-all.sock"}
    }


def code(rf: RequestFactory, address: str = HERE, **headers: str) -> str:
    return network_of(rf.get("/", REMOTE_ADDR=address, **headers))


@pytest.mark.parametrize(
    ("rate", "meaning"), [("20/h", (20, 3600)), ("5/10m", (5, 600)), ("3/d", (3, 86400))]
)
def test_a_rate_reads_as_it_is_written(rate, meaning):
    assert parse_rate(rate) == meaning


def test_the_next_try_after_the_last_allowed_one_is_refused():
    tries = [allow("test", "p1", maximum=3, window=3600) for _ in range(4)]

    assert tries == [True, True, True, False]
    assert allow("test", "p2", maximum=3, window=3600)
    assert allow("other", "p1", maximum=3, window=3600)


@pytest.mark.django_db
@pytest.mark.req("F23", "S10")
def test_without_the_cache_doors_are_counted_in_the_database(without_cache):
    tries = [
        allow("login", "n1", maximum=2, window=3600, without_cache="database") for _ in range(3)
    ]

    assert tries == [True, True, False]
    assert LimitCount.objects.get().count == 3


@pytest.mark.django_db
@pytest.mark.req("F23")
def test_without_the_cache_nobody_is_silenced(without_cache):
    assert all(allow("comment", "p1", maximum=1, window=3600) for _ in range(5))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.req("S10")
@pytest.mark.parametrize("where", ["cache", "database"])
def test_parallel_tries_can_not_overtake_each_other(where, request):
    if where == "database":
        request.getfixturevalue("without_cache")
    answers: list[bool] = []
    barrier = threading.Barrier(12)

    def knock():
        barrier.wait()
        try:
            answers.append(allow("login", "n1", maximum=5, window=86400, without_cache="database"))
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False] * 7 + [True] * 5


@pytest.mark.req("P07")
def test_a_network_is_a_code_that_changes_every_day(rf, time_machine):
    time_machine.move_to("2026-03-01T10:00:00+00:00")
    today = code(rf)
    assert code(rf, SAME_NETWORK) == today
    assert code(rf, ELSEWHERE) != today
    assert HERE not in today

    time_machine.move_to("2026-03-02T10:00:00+00:00")
    assert code(rf) != today


def test_one_household_of_ipv6_is_one_network(rf):
    assert code(rf, "2001:db8:1::1") == code(rf, "2001:db8:1:ffff::2")
    assert code(rf, "2001:db8:1::1") != code(rf, "2001:db8:2::1")


def test_an_ipv4_visitor_on_an_ipv6_socket_is_still_itself(rf):
    assert code(rf, f"::ffff:{HERE}") == code(rf)
    assert code(rf, f"::ffff:{ELSEWHERE}") != code(rf)


@pytest.mark.req("S11")
@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED"])
def test_without_a_proxy_nobody_invents_an_address(rf, settings, header):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0

    assert code(rf, HERE, **{header: ELSEWHERE}) == code(rf, HERE)


@pytest.mark.req("S11")
def test_only_what_our_own_proxy_wrote_counts(rf, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    honest = code(rf, "10.0.0.1", HTTP_X_FORWARDED_FOR=HERE)

    assert code(rf, "10.0.0.1", HTTP_X_FORWARDED_FOR=f"{ELSEWHERE}, {HERE}") == honest
    assert code(rf, "10.0.0.1", HTTP_X_FORWARDED_FOR=f"quatsch,,{HERE}") == honest
    assert code(rf, HERE) == honest


@pytest.mark.req("P07")
def test_nothing_behind_the_first_middleware_knows_an_address(rf):
    seen = {}

    def view(request):
        seen.update(request.META)
        seen["code"] = network_of(request)

    before = code(rf, HERE)
    ForgetAddressMiddleware(view)(
        rf.get("/", REMOTE_ADDR=HERE, HTTP_X_REAL_IP=HERE, HTTP_X_FORWARDED_FOR=HERE)
    )

    assert HERE not in str(seen)
    assert seen["code"] == before


def test_what_was_typed_is_handed_back_without_secrets(rf):
    long = "Das sind mehr als zwanzig Zeichen."
    request = rf.post(
        "/", {"text": long, "password1": long, "csrfmiddlewaretoken": long, "next": long, "a": "b"}
    )

    assert limits.typed_texts(request) == [{"name": "text", "value": long}]
