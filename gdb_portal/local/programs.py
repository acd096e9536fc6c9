"""The processes of the portal itself: web, workers, beat. How each is started and ended."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from .environment import ROOT
from .processes import ProcessMark, Signals, command_of, end, end_child, is_alive

WEB_END: Signals = ((signal.SIGTERM, 8.0), (signal.SIGKILL, 5.0))
# A worker finishes the task that it has begun; what it leaves is found again by the ledger's sweep.
WORKER_END: Signals = ((signal.SIGTERM, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


class Program:
    """One process in a group of its own, so that what it starts can be ended with it."""

    def __init__(
        self,
        name: str,
        arguments: list[str],
        *,
        environment: dict[str, str],
        logs: Path,
        ending: Signals,
    ) -> None:
        self.name = name
        self.command = [sys.executable, *arguments]
        self.environment = environment
        self.log = logs / f"{name}.log"
        self.ending = ending
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def ask_to_end(self) -> None:
        """Several can be asked at once before one is waited for."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self.ending[0][0])

    def stop(self) -> None:
        if self.process is not None:
            end_child(self.process, signals=self.ending)
            end_group(self.process.pid)
            self.process = None

    def tail(self) -> str:
        """The last lines of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        return ""


def portal_programs(
    port: int, *, environment: dict[str, str], run: Path, logs: Path
) -> list[Program]:
    """Web first; they are ended in the reverse order."""
    web = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)]
    web += ["--workers", "2", "--blocking-threads", "4", "--respawn-failed-workers"]
    web += ["--workers-kill-timeout", "5", "--no-access-log", "gdb_portal.wsgi:application"]
    celery = ["celery", "-A", "gdb_portal"]
    worker = [*celery, "worker", "--concurrency", "1", "--loglevel", "INFO", "--without-mingle"]
    worker += ["--without-gossip"]
    beat = [*celery, "beat", "--schedule", str(run / "beat-schedule"), "--pidfile="]

    def program(name: str, arguments: list[str], ending: Signals) -> Program:
        return Program(name, ["-m", *arguments], environment=environment, logs=logs, ending=ending)

    return [
        program("web", web, WEB_END),
        program("worker-mail", [*worker, "-Q", "mail,urgent", "-n", "mail@%h"], WORKER_END),
        program("worker-default", [*worker, "-Q", "default", "-n", "default@%h"], WORKER_END),
        program("beat", beat, WEB_END),
    ]


def end_left_behind(marks: Iterable[ProcessMark]) -> int:
    """End the programs of a killed run, and what they had started; returns how many there were."""
    count = 0
    for mark in marks:
        if mark.is_alive():
            end(mark.pid, signals=WEB_END)
            count += 1
        # If somebody alive has this number now, the group is theirs.
        if not is_alive(mark.pid):
            count += end_group(mark.pid)
    return count


def end_group(group: int) -> int:
    """Kill what is left of a program's process group; only processes of this clone are touched."""
    left = [pid for pid in _members(group) if sys.executable in command_of(pid)]
    for pid in left:
        end(pid, signals=((signal.SIGKILL, 5.0),))
    return len(left)


def _members(group: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(place.name))
    return found
