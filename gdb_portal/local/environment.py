"""Makes `.venv` and installs the locked packages: the first step of every `make` command.

Runs before anything is installed, so it knows the standard library only:
    python3 gdb_portal/local/environment.py local|dev
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
# The lock of the key also installs everything of the locks named for it.
CONTAINS = {"local": ["local"], "dev": ["dev", "local"]}
STILL_WORKING_SECONDS = 10


class Refusal(Exception):
    """What can't be done here; the message says what to do."""


class Step:
    """One numbered line of progress; `detail` is told when the step takes long."""

    detail = ""
    result = ""


@contextlib.contextmanager
def step(number: int, title: str) -> Iterator[Step]:
    """Say what begins, every ten seconds that it goes on, and how long it took."""
    told, ended, begun = Step(), threading.Event(), time.monotonic()
    say(f"{number:2}  {title} …", end="")

    def keep_telling() -> None:
        while not ended.wait(STILL_WORKING_SECONDS):
            detail = f", {told.detail}" if told.detail else ""
            say(f"\n      … {time.monotonic() - begun:.0f} s{detail}", end="")

    teller = threading.Thread(target=keep_telling, daemon=True)
    teller.start()
    try:
        yield told
    except BaseException:
        ended.set()
        say("")
        raise
    ended.set()
    teller.join()
    result = f" {told.result}," if told.result else ""
    say(f"{result} {time.monotonic() - begun:.1f} s")


def say(line: str, end: str = "\n") -> None:
    sys.stdout.write(line + end)
    sys.stdout.flush()


def main(group: str) -> None:
    if os.name != "posix":
        raise Refusal("The portal runs on Linux and macOS (on Windows: inside WSL).")
    if group not in CONTAINS:
        raise Refusal(f"Unknown set of packages: {group}")
    check_that_we_may_write()
    with one_at_a_time():
        with step(1, "Python environment .venv") as told:
            told.result = make_venv()
        with step(2, "Packages with the locked hashes") as told:
            told.result = install(group, told)


def check_that_we_may_write() -> None:
    places = [place for place in (ROOT, VENV, ROOT / "var") if place.exists()]
    for place in places:
        if not os.access(place, os.W_OK):
            raise Refusal(
                f"This account may not write to {place}. Take a clone of your own, or the account "
                "that made this one."
            )


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """`make run` and `make test` started together must not install over each other."""
    import fcntl  # noqa: PLC0415  not on Windows, which is told so first

    (ROOT / "var").mkdir(exist_ok=True)
    with (ROOT / "var" / "environment.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("    Another command is just setting up this clone; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv() -> str:
    """Make `.venv`, or make it anew when it does not work any more (moved, half made, too old)."""
    if works(PYTHON):
        return "there"
    if VENV.is_symlink() or (VENV.exists() and not VENV.is_dir()):
        raise Refusal(f"{VENV} is not a directory. Remove it and run the command again.")
    if VENV.exists():
        shutil.rmtree(VENV)
    made = run([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode:
        raise Refusal(
            f"Python can't make an environment in {VENV}:\n{made.stdout.strip()[-1500:]}\n"
            "On Debian or Ubuntu this helps: sudo apt install python3-venv"
        )
    return f"Python {sys.version.split()[0]}"


def works(python: Path) -> bool:
    if not python.exists():
        return False
    question = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
    return run([str(python), "-c", question]).returncode == 0


def install(group: str, told: Step) -> str:
    """Install the lock of `group` unless exactly that is installed."""
    present = read_stamp()
    wanted = {name: lock_hash(name) for name in CONTAINS[group]}
    if present.get(group) == wanted[group]:
        return "unchanged"
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    command += ["-r", f"requirements/{group}.lock"]
    STAMP.unlink(missing_ok=True)
    lines: list[str] = []
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    environment["PIP_USER"] = "0"
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        for line in pip.stdout or ():
            lines.append(line.rstrip())
            told.detail = line.strip()[:60]
    if pip.returncode:
        raise Refusal(
            "The packages could not be installed:\n"
            + "\n".join(lines[-15:])
            + "\nIs the package index reachable from here? Running the command again goes on."
        )
    STAMP.write_text(json.dumps(wanted))
    return f"{sum(line.count('==') for line in lock_lines(group))} packages"


def read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text()))
    except (OSError, ValueError):
        return {}


def lock_lines(group: str) -> list[str]:
    return (ROOT / "requirements" / f"{group}.lock").read_text().splitlines()


def lock_hash(group: str) -> str:
    return hashlib.sha256("\n".join(lock_lines(group)).encode()).hexdigest()


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


if __name__ == "__main__":
    # What lies beside this file must not shadow the standard library.
    sys.path.pop(0)
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "local")
    except Refusal as refusal:
        sys.exit(f"\n{refusal}")
    except KeyboardInterrupt:
        sys.exit(130)
