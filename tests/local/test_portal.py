"""The life of `make run`: started, refused a second time, killed, healed, ended."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import pytest

from gdb_portal.local.ports import free_port
from gdb_portal.local.processes import is_alive
from gdb_portal.settings.env import BASE_DIR

PARTS = ("gdb_portal", "strategy", "pilots", "participation", "templates", "static", "locale")
START_SECONDS, END_SECONDS = 240, 60


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """A copy of the portal in a path with a blank, with data of its own."""
    clone = tmp_path_factory.mktemp("portal") / "ein Klon"
    for part in PARTS:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(BASE_DIR / part, clone / part, ignore=ignored)
    shutil.copytree(BASE_DIR / "requirements", clone / "requirements")
    shutil.copy(BASE_DIR / "manage.py", clone)
    yield clone
    subprocess.run([sys.executable, "-m", "gdb_portal.local", "reset"], cwd=clone, check=True)


def environment(port):
    """As in a terminal of its own: nothing of the test run's servers."""
    foreign = ("DATABASE_URL", "REDIS_URL", "BROKER_URL", "EMAIL_URL", "MAKELEVEL", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    return {**kept, "PORT": str(port), "DEMO_PASSWORD": "Spreewald-Gurke-7"}


@contextmanager
def portal(clone, port):
    """The portal, answering; it is ended afterwards unless the test did."""
    out = (clone / "run.log").open("w+")
    process = subprocess.Popen(
        [sys.executable, "-m", "gdb_portal.local", "run"],
        cwd=clone,
        env=environment(port),
        stdout=out,
        stderr=out,
    )
    try:
        wait_until(lambda: "The portal runs:" in said(clone) or process.poll() is not None)
        assert process.poll() is None, said(clone)
        yield process
    finally:
        process.terminate()
        process.wait(END_SECONDS)
        out.close()


def wait_until(happened):
    until = time.monotonic() + START_SECONDS
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.2)


def said(clone):
    return (clone / "run.log").read_text()


def pids(clone):
    """The processes that the portal noted, and its PostgreSQL."""
    programs = [pid for pid, _ in json.loads((clone / "var/run/processes.json").read_text())]
    services = json.loads((clone / "var/run/services.json").read_text())
    sockets = services["addresses"]["DATABASE_URL"].partition("host=")[2]
    with open(f"{sockets}/../postgres/postmaster.pid") as lock:
        return [*programs, int(lock.readline())]


@pytest.mark.fault
def test_a_portal_is_started_killed_started_again_and_ended(clone):
    port = free_port()
    with portal(clone, port) as first:
        with urllib.request.urlopen(f"http://localhost:{port}/beteiligung/") as page:
            text = page.read().decode()
        assert "Was soll auf dem Hardenbergplatz als Nächstes ausprobiert werden?" in text

        again = subprocess.run(
            [sys.executable, "-m", "gdb_portal.local", "run"],
            cwd=clone,
            env=environment(free_port()),
            capture_output=True,
            text=True,
            check=False,
        )
        assert again.returncode == 1
        assert f"runs already (process {first.pid})" in again.stderr

        orphans = pids(clone)
        first.kill()
        first.wait()
        assert [pid for pid in orphans if is_alive(pid)] == orphans

    with portal(clone, port) as second:
        assert "that a killed run had left behind" in said(clone)
        assert "Demonstration: 0 topics made" in said(clone)
        assert [pid for pid in orphans if is_alive(pid)] == []

        running = pids(clone)
        second.send_signal(signal.SIGINT)
        assert second.wait(END_SECONDS) == 0
        assert [pid for pid in running if is_alive(pid)] == []
        assert not (clone / "var/run/services.json").exists()


@pytest.mark.fault
def test_a_taken_port_stops_the_start_before_anything_runs(clone):

    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]

        refused = subprocess.run(
            [sys.executable, "-m", "gdb_portal.local", "run"],
            cwd=clone,
            env=environment(port),
            capture_output=True,
            text=True,
            check=False,
        )

    assert refused.returncode == 1
    assert f"Port {port} is in use by" in refused.stderr
    assert "PostgreSQL" not in refused.stdout
