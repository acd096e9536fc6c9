"""The web server under measurement: one process, so that the client keeps a core to itself."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

START_SECONDS = 60


class NotStarted(Exception):
    """The server did not answer in time."""


@contextmanager
def portal(port: int) -> Iterator[None]:
    """Serve the portal on `port` of this machine with the settings of this process."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", "127.0.0.1", "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4"),
        *("--no-access-log", "--log-level", "error", "gdb_portal.wsgi:application"),
    ]
    process = subprocess.Popen(command, env=dict(os.environ))
    try:
        _wait(port, process)
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise NotStarted("The portal's web server did not start; see its messages above.")
