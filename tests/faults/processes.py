"""Processes of their own, which a test may kill. Nobody else's are touched."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db import connection

ROOT = Path(__file__).parents[2]


def database_url() -> str:
    """The test database, as an address for another process."""
    part = connection.get_connection_params()
    account = quote(part.get("user") or "")
    if part.get("password"):
        account += ":" + quote(part["password"])
    where = {name: str(part[name]) for name in ("host", "port") if part.get(name)}
    return f"postgresql://{account}@/{part['dbname']}?{urlencode(where)}"


def eventually(condition, *, within: float = 120, every: float = 0.02):
    """The first true answer of `condition`; fails when there is none in time."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if answer := condition():
            return answer
        time.sleep(every)
    raise AssertionError(f"not within {within} s")


class Process:
    """One worker, beat or script; its output is in `log`."""

    def __init__(self, arguments: list[str], environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                [sys.executable, *arguments],
                env=environment,
                cwd=ROOT,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.pid = self._process.pid

    def wait_until_ready(self) -> None:
        eventually(self.is_ready, within=60)

    def is_ready(self) -> bool:
        assert self._process.poll() is None, self.log.read_text()
        text = self.log.read_text(errors="replace")
        return " ready." in text or "beat: Starting" in text

    def children(self) -> list[int]:
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in found]

    def kill_child(self) -> None:
        """The process that does the work dies at once; its parent replaces it."""
        for pid in self.children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill(self) -> None:
        """Parent and children die at once, as when the machine does."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait(10)

    def memory(self) -> int:
        """Of the children, in kB."""
        total = 0
        for pid in self.children():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
        return total


class Processes:
    """Starts processes against the test's own database, broker and mail server."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.started: list[Process] = []

    def environment(self, **more: str) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.CACHES["default"]["LOCATION"],
            "BROKER_URL": settings.CELERY_BROKER_URL,
            "EMAIL_URL": f"smtp://{settings.EMAIL_HOST}:{settings.EMAIL_PORT}",
            "PYTHONWARNINGS": "ignore",
            **more,
        }

    def worker(self, *, queues: str = "urgent,mail,default", concurrency: int = 1, **more: str):
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        name = f"faults-{len(self.started)}@localhost"
        arguments = ["worker", "-Q", queues, "-c", str(concurrency), "-n", name, "-l", "INFO"]
        return self._start([*arguments, *quiet], more)

    def beat(self, **more: str):
        schedule = self.place / f"schedule-{len(self.started)}"
        return self._start(["beat", "-s", str(schedule), "--pidfile", "", "-l", "INFO"], more)

    def script(self, code: str) -> Process:
        """Something that is done by a process of its own and may die in the middle."""
        start = "import django; django.setup()\n"
        return self._run("script", ["-c", start + code], {})

    def _start(self, arguments: list[str], more: dict[str, str]) -> Process:
        celery = ["-m", "celery", "-A", "gdb_portal.celery"]
        return self._run(arguments[0], [*celery, *arguments], more)

    def _run(self, name: str, arguments: list[str], more: dict[str, str]) -> Process:
        log = self.place / f"{len(self.started)}-{name}.log"
        process = Process(arguments, self.environment(**more), log)
        self.started.append(process)
        return process

    def logs(self) -> str:
        return "".join(process.log.read_text(errors="replace") for process in self.started)

    def kill_all(self) -> None:
        for process in self.started:
            process.kill()
