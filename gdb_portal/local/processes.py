"""Knowing a process again after its starter died, and ending it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc/self/stat")
# What to send one after the other, and how many seconds to wait after each.
Signals = tuple[tuple[signal.Signals, float], ...]


@dataclass(frozen=True, slots=True)
class ProcessMark:
    """A process id alone may be somebody else's tomorrow; with the time of its start it is not."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> ProcessMark | None:
        """The mark of a living process, or None."""
        started = _started(pid)
        return cls(pid, started) if started else None

    def is_alive(self) -> bool:
        return _started(self.pid) == self.started


def is_alive(pid: int) -> bool:
    return bool(_started(pid))


def command_of(pid: int) -> str:
    """The command line of a living process, words separated by blanks; empty when it is gone."""
    if PROC.exists():
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        return ""
    return _ps(pid, "command=")


def end(pid: int, *, signals: Signals) -> bool:
    """Send each signal in turn to somebody else's child and wait; True once the process is gone."""
    mark = ProcessMark.of(pid)
    if mark is None:
        return True
    for number, seconds in signals:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not mark.is_alive():
                return True
            time.sleep(0.05)
    return not mark.is_alive()


def end_child(child: subprocess.Popen[bytes], *, signals: Signals) -> bool:
    """The same for a process of our own."""
    for number, seconds in signals:
        child.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(seconds)
            return True
    return False


def _started(pid: int) -> str:
    """When a process started, in a form that is only good for comparing; empty when it is gone."""
    if not PROC.exists():
        return "" if _ps(pid, "stat=").startswith("Z") else _ps(pid, "lstart=")
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return ""
    # The second field is the program's name in brackets and may itself contain blanks and brackets.
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def _ps(pid: int, column: str) -> str:
    asked = subprocess.run(
        ["/bin/ps", "-o", column, "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return asked.stdout.strip()
