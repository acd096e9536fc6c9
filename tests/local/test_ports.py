"""A port that somebody else has."""

import socket

import pytest

from gdb_portal.local.environment import Refusal
from gdb_portal.local.ports import check_port, free_port, read_port


@pytest.fixture(params=["127.0.0.1", "0.0.0.0"])  # noqa: S104  that is the point
def taken_port(request):
    with socket.socket() as server:
        server.bind((request.param, 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_refused_with_what_to_do(taken_port):
    with pytest.raises(Refusal) as refusal:
        check_port(taken_port)

    first, second = str(refusal.value).splitlines()
    assert first.startswith(f"Port {taken_port} is in use by ")
    assert second == (
        f"Stop that program, or choose another port: make run PORT={min(taken_port + 1, 65535)}"
    )


def test_a_free_port_is_accepted():
    check_port(free_port())


@pytest.mark.parametrize("text", ["0", "65536", "-1", "http", "80 81", "8000.0", "²", ""])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(Refusal, match="PORT must be a number"):
        read_port(text)
