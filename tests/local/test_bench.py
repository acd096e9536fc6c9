"""What the benchmark claims about its own numbers."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db.models import Sum

from gdb_portal.local.bench import long_thread
from gdb_portal.local.bench.client import Unexpected, measure_throughput
from gdb_portal.local.bench.rows import absolute, compared, table, write
from participation.enums import CommentOrder
from participation.models import Comment

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


@contextmanager
def server(status: int) -> Iterator[tuple[int, list[str]]]:
    """A small server that answers all with `status`; gives its port and what it was asked."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *args: object) -> None:
            """Silent."""

    running = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    try:
        yield running.server_address[1], asked
    finally:
        running.shutdown()
        thread.join()
        running.server_close()


def test_a_ratio_is_the_median_of_the_turns_and_not_of_the_best():
    row = compared(
        "x", [(10, 10), (9, 10), (2, 10)], unit="requests/s", bound="at least", goal=0.95
    )

    assert row.ratio == 0.9
    assert row.spread == pytest.approx(0.8)
    assert row.met is False


def test_slower_than_allowed_is_not_met():
    row = compared("x", [(5, 1)], unit="ms", bound="at most", goal=4)

    assert (row.ratio, row.met) == (5, False)


def test_nothing_measured_is_an_error_and_not_a_number():
    with pytest.raises(ValueError, match="nothing was measured"):
        compared("x", [], unit="ms", bound="at most", goal=4)


def test_the_table_says_no_where_a_goal_is_missed(tmp_path):
    rows = [absolute("page_weight", 100_001, unit="bytes", goal=100_000)]

    write(rows, tmp_path / "bench" / "latest.json")

    assert table(rows).splitlines()[1].endswith("NO")
    assert json.loads((tmp_path / "bench" / "latest.json").read_text()) == [
        {
            "name": "page_weight",
            "value": 100_001,
            "unit": "bytes",
            "floor": None,
            "ratio": None,
            "spread": None,
            "goal": "at most 100000 bytes",
            "met": False,
        }
    ]


def test_the_client_counts_what_the_server_answered():
    with server(200) as (port, asked):
        throughput = measure_throughput(
            port, itertools.repeat(GET), status=200, seconds=0.2, connections=2
        )

    assert throughput.answered > 2
    # The last request on each connection is asked but may not be counted any more.
    assert throughput.answered <= len(asked) <= throughput.answered + 2
    assert throughput.seconds >= 0.2


def test_the_client_measures_nothing_when_the_server_refuses():
    with server(503) as (port, _asked), pytest.raises(Unexpected, match="503 instead of 200"):
        measure_throughput(port, itertools.repeat(GET), status=200, seconds=1, connections=1)


@pytest.mark.req("C1")
@pytest.mark.django_db
def test_a_long_thread_is_read_at_both_ends_and_in_every_order():
    topic = long_thread.fill(60)

    readings = long_thread.read(topic, times=2)

    assert [one.name for one in readings] == [
        "first page",
        "deep page",
        *(f"sorted {order.value}" for order in CommentOrder),
    ]
    assert len({one.queries for one in readings}) == 1
    assert all(0 < one.p50 <= one.p95 for one in readings)
    assert len(long_thread.table(readings).splitlines()) == 1 + len(readings)
    assert Comment.objects.exclude(reply_to=None).count() == 12
    assert topic.comments.top_level().aggregate(Sum("reply_count"))["reply_count__sum"] == 12
