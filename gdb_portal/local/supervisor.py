"""Watches over everything that runs: mends what falls, and ends all of it in the right order."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from .environment import Refusal, say
from .processes import ProcessMark
from .programs import Program, end_left_behind

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Somebody who falls this often within this time will go on falling.
RESTARTS, RESTART_SECONDS = 3, 60.0


class Stop(BaseException):
    """Somebody wants the portal to end."""


class Runs(Protocol):
    name: str
    process: subprocess.Popen[bytes] | None

    def start(self) -> None: ...
    def stop(self) -> None: ...
    def tail(self) -> str: ...


class Supervisor:
    """What was started last is ended first. `notes` tells the next run whom to end."""

    def __init__(self, notes: Path) -> None:
        self.notes = notes
        self.running: list[Runs] = []
        self.falls: dict[str, list[float]] = defaultdict(list)
        self.parent = os.getppid() if "MAKELEVEL" in os.environ else 0

    def add(self, *services: Runs) -> None:
        """Take over what runs already."""
        self.running += services

    def start(self, *programs: Program) -> None:
        for program in programs:
            self.running.append(program)
            program.start()
            self._note()

    def watch(self, seconds: float | None = None) -> None:
        """Mend what falls, until somebody ends us. Raises Stop, Refusal."""
        until = time.monotonic() + seconds if seconds else None
        while until is None or time.monotonic() < until:
            for service in self.running:
                if service.process is not None and service.process.poll() is not None:
                    self._mend(service)
            if self.parent and os.getppid() != self.parent:
                # `make` was killed and can't pass on Ctrl-C any more.
                raise Stop
            time.sleep(0.2)

    def stop(self) -> None:
        programs = [service for service in self.running if isinstance(service, Program)]
        for program in reversed(programs):
            program.ask_to_end()
        for service in reversed(self.running):
            service.stop()
        self.running.clear()
        self.notes.unlink(missing_ok=True)

    def _mend(self, service: Runs) -> None:
        code = service.process.returncode if service.process else 0
        now = time.monotonic()
        recent = [moment for moment in self.falls[service.name] if now - moment < RESTART_SECONDS]
        self.falls[service.name] = [*recent, now]
        if len(recent) >= RESTARTS:
            raise Refusal(f"{service.name} ends again and again (code {code}):\n{service.tail()}")
        say(f"    {service.name} ended unexpectedly (code {code}); starting it again.")
        service.stop()
        service.start()
        self._note()

    def _note(self) -> None:
        marks = [
            ProcessMark.of(program.process.pid)
            for program in self.running
            if isinstance(program, Program) and program.process
        ]
        write_whole(self.notes, [[mark.pid, mark.started] for mark in marks if mark])


def heal(notes: Path) -> int:
    """End the programs that a killed run left behind; returns how many processes that were."""
    try:
        marks = [
            ProcessMark(int(pid), str(started)) for pid, started in json.loads(notes.read_text())
        ]
    except (OSError, ValueError, TypeError):
        return 0
    count = end_left_behind(marks)
    notes.unlink(missing_ok=True)
    return count


@contextlib.contextmanager
def ending_politely() -> Iterator[None]:
    """Ctrl-C, a closed terminal and `kill` raise Stop, once; cleaning up is left in peace."""

    def stop(number: int, frame: Any) -> None:
        for one in ENDING:
            signal.signal(one, signal.SIG_IGN)
        raise Stop

    before = {one: signal.signal(one, stop) for one in ENDING}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def write_whole(path: Path, content: Any) -> None:
    """Replace a file at once: nobody ever reads half of it."""
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(content, indent=1))
    new.replace(path)
