"""A load generator that costs little: raw HTTP/1.1 over kept connections, one request on each.

It must be much faster than the server it measures, or every ratio would drift towards one.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"


class Unexpected(Exception):
    """The server answered something else than was expected; nothing was measured."""


@dataclass(frozen=True, slots=True)
class Throughput:
    """How many requests were answered in how many seconds."""

    answered: int
    seconds: float

    @property
    def per_second(self) -> float:
        return self.answered / self.seconds


@dataclass(slots=True)
class Connection:
    socket: socket.socket
    received: bytearray = field(default_factory=bytearray)


def measure_throughput(
    port: int, requests: Iterator[bytes], *, status: int, seconds: float, connections: int
) -> Throughput:
    """How many of `requests` the server on this machine answered with `status`.

    `requests` never ends. Raises Unexpected for any other status.
    """
    with selectors.DefaultSelector() as selector:
        opened = [_open(port) for _ in range(connections)]
        try:
            for connection in opened:
                selector.register(connection.socket, selectors.EVENT_READ, connection)
                connection.socket.sendall(next(requests))
            return _count(selector, requests, status, seconds)
        finally:
            for connection in opened:
                connection.socket.close()


def _open(port: int) -> Connection:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Connection(connection)


def _count(
    selector: selectors.BaseSelector, requests: Iterator[bytes], status: int, seconds: float
) -> Throughput:
    answered = 0
    begun = time.perf_counter()
    end = begun + seconds
    while time.perf_counter() < end:
        for key, _events in selector.select(timeout=10):
            connection: Connection = key.data
            data = connection.socket.recv(1 << 18)
            if not data:
                raise Unexpected("The server closed the connection.")
            connection.received += data
            if not _is_complete(connection.received):
                continue
            got = int(bytes(connection.received[9:12]))
            if got != status:
                raise Unexpected(f"Status {got} instead of {status}.")
            answered += 1
            connection.received.clear()
            connection.socket.sendall(next(requests))
    return Throughput(answered, time.perf_counter() - begun)


def _is_complete(received: bytearray) -> bool:
    head_end = received.find(HEAD_END)
    if head_end < 0:
        return False
    head = bytes(received[:head_end]).lower()
    _before, found, after = head.partition(b"content-length:")
    if found:
        length = int(after.split(b"\r\n", 1)[0])
        return len(received) >= head_end + len(HEAD_END) + length
    if b"transfer-encoding: chunked" in head:
        return received.endswith(b"0\r\n\r\n")
    return True
