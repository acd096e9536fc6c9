"""The servers that tests need: those of DATABASE_URL if it is set, else throw-away ones of our own.

Settings are read before any plugin of ours runs, so the addresses are put into them afterwards, and
into the environment for the processes that tests start. Under xdist the first process starts the
servers; its workers inherit the addresses, and each gets its own database, cache and broker.
"""

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from gdb_portal.local.places import servers_place
from gdb_portal.local.processes import is_alive
from gdb_portal.local.servers import Servers
from gdb_portal.settings.env import BASE_DIR, database

MARK = "GDB_TEST_SERVERS"
VAR = BASE_DIR / "var"
running = pytest.StashKey[tuple[Servers, Path]]()


def pytest_configure(config: pytest.Config) -> None:
    if MARK in os.environ:
        use(os.environ[MARK], worker_number())
    elif "DATABASE_URL" not in os.environ and not config.option.collectonly:
        base = servers_place(VAR)
        remove_left_behind(base)
        place = Path(tempfile.mkdtemp(prefix=f"test-{os.getpid()}-", dir=base))
        place.chmod(0o711)
        servers = Servers(place, logs=place / "log", throw_away=True)
        servers.start()
        config.stash[running] = servers, place
        os.environ[MARK] = str(place)
        use(os.environ[MARK], worker_number())
    elif worker_number():
        # Somebody else's servers: keep to their numbers, and apart from each other by name.
        settings.CACHES["default"]["KEY_PREFIX"] = f"gdb-test-{worker_number()}"


def pytest_unconfigure(config: pytest.Config) -> None:
    if running in config.stash:
        servers, place = config.stash[running]
        servers.stop()
        os.environ.pop(MARK)
        shutil.rmtree(place, ignore_errors=True)


def use(place: str, number: int) -> None:
    """Let settings, and every process started from here, use these servers."""
    servers = Servers(Path(place), logs=Path(place) / "log", throw_away=True)
    addresses = servers.addresses(number=number)
    os.environ.update(addresses)
    settings.DATABASES["default"]["OPTIONS"].update(database(addresses["DATABASE_URL"])["OPTIONS"])
    settings.CACHES["default"]["LOCATION"] = settings.REDIS_URL = addresses["REDIS_URL"]
    settings.CELERY_BROKER_URL = addresses["BROKER_URL"]


def worker_number() -> int:
    """0 without xdist and for its first worker, 1 for its second, …"""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def remove_left_behind(base: Path) -> None:
    """End the servers of test runs that were killed, and remove their data."""
    for place in base.glob("test-*"):
        with contextlib.suppress(ValueError):
            if not is_alive(int(place.name.split("-")[1])):
                Servers(place, logs=place / "log", throw_away=True).heal()
                shutil.rmtree(place, ignore_errors=True)
