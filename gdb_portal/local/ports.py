"""Whether a port of this machine is free, and who has it if not."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

from .environment import Refusal

HIGHEST = 65535
LISTENING = "0A"


def read_port(text: str) -> int:
    """The port as a number. Raises Refusal."""
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST:
        raise Refusal(f"PORT must be a number from 1 to {HIGHEST}, not {text!r}.")
    return int(text)


def check_port(port: int) -> None:
    """Raises Refusal when the portal can't have it."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
    except PermissionError:
        raise Refusal(f"Port {port} is reserved for the system. Try: make run PORT=8000") from None
    except OSError:
        raise Refusal(_taken(port)) from None
    # A browser may ask the newer address of localhost first.
    with contextlib.suppress(OSError), socket.create_connection(("::1", port), timeout=1):
        raise Refusal(_taken(port))


def free_port() -> int:
    """A port that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _taken(port: int) -> str:
    owner = _owner(port)
    who = f"{owner[1]} (process {owner[0]})" if owner else "another program"
    return (
        f"Port {port} is in use by {who}.\n"
        f"Stop that program, or choose another port: make run PORT={min(port + 1, HIGHEST)}"
    )


def _owner(port: int) -> tuple[int, str] | None:
    """Process id and name of who listens, as far as this account may see it (Linux only)."""
    sockets = _listening_sockets(port)
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(str(one.readlink()) in sockets for one in (place / "fd").iterdir()):
                return int(place.name), (place / "comm").read_text().strip()
    return None


def _listening_sockets(port: int) -> set[str]:
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        with contextlib.suppress(OSError):
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    found.add(f"socket:[{fields[9]}]")
    return found
