"""`make run`: everything that the portal needs, started, filled, served and ended together."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator

from gdb_portal.core.translations import compile_to_mo

from .demo.accounts import ACCOUNTS
from .environment import ROOT, Refusal, Step, say, step
from .mail_catcher import MailCatcher
from .places import servers_place
from .ports import check_port
from .programs import WEB_END, Program, portal_programs
from .servers import ADDRESSES, Servers
from .supervisor import Stop, Supervisor, ending_politely, heal, write_whole

VAR = ROOT / "var"
RUN, LOGS = VAR / "run", VAR / "log"
SERVICES = RUN / "services.json"
LOCK = RUN / "portal.lock"
WEB_SECONDS = 90
ENDING, ENDING_SECONDS = "ending", 60


def run(port: int) -> None:
    """Serve the portal until somebody ends it. Raises Refusal."""
    for directory in (RUN, LOGS):
        directory.mkdir(parents=True, exist_ok=True)
    # Addresses, a password and mails with codes: nobody else's business.
    RUN.chmod(0o700)
    with only_one() as ending, ending_politely():
        supervisor = Supervisor(RUN / "processes.json")
        try:
            _run(port, supervisor)
        except Stop:
            say("\nEnding the portal …")
        finally:
            ending()
            SERVICES.unlink(missing_ok=True)
            begun = time.monotonic()
            supervisor.stop()
        say(f"Everything has ended ({time.monotonic() - begun:.1f} s). The data is kept.")


def _run(port: int, supervisor: Supervisor) -> None:
    servers = end_what_was_left_behind()
    check_port(port)
    catcher = MailCatcher(VAR / "mail")
    with step(3, "PostgreSQL, Valkey and mail catcher"):
        servers.start()
        supervisor.add(*servers.all)
        catcher.start()
    try:
        addresses = {
            **servers.addresses(),
            "EMAIL_URL": catcher.url,
            "BASE_URL": f"http://localhost:{port}",
            "DEMO_PASSWORD": demo_password(),
        }
        write_whole(SERVICES, {"pid": os.getpid(), "addresses": addresses})
        environment = environment_with(addresses)
        set_up(environment)
        with step(9, "Web server and workers") as told:
            programs = portal_programs(port, environment=environment, run=RUN, logs=LOGS)
            supervisor.start(*programs)
            wait_for_web(port, supervisor, told)
        say(summary(port, addresses["DEMO_PASSWORD"]))
        supervisor.watch()
    finally:
        catcher.stop()


def end_what_was_left_behind() -> Servers:
    """The servers of this clone, none of which runs; programs of a killed run are ended as well."""
    servers = Servers(servers_place(VAR) / "portal", logs=LOGS)
    count = heal(RUN / "processes.json") + len(servers.heal())
    if count:
        say(f"    Ended {count} processes that a killed run had left behind.")
    return servers


def set_up(environment: dict[str, str]) -> None:
    """Tables, content and demonstration, while static files are collected beside it."""
    with step(4, "English texts") as told:
        told.result = compile_translations()
    with collecting_static_files(environment) as collected:
        manage("set_up_local", environment=environment)
        with step(8, "Static files") as told:
            told.result = collected()


def manage(*arguments: str, environment: dict[str, str]) -> None:
    """Run a management command; what it prints is seen, what it logs goes to the log."""
    log = LOGS / "set-up.log"
    program = Program(
        "set-up", ["manage.py", *arguments], environment=environment, logs=LOGS, ending=WEB_END
    )
    with log.open("wb") as file:
        program.process = subprocess.Popen(
            program.command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=file,
            start_new_session=True,
        )
    try:
        code = program.process.wait()
    finally:
        program.stop()
    if code:
        raise Refusal(f"manage.py {' '.join(arguments)} failed:\n{program.tail()}")


@contextlib.contextmanager
def collecting_static_files(environment: dict[str, str]) -> Iterator[Callable[[], str]]:
    """Collect beside what the block does; it gets a function that waits and says what was done."""
    stamp, wanted = RUN / "static-files.txt", static_fingerprint()
    if (VAR / "static").is_dir() and stamp.exists() and stamp.read_text() == wanted:
        yield lambda: "unchanged"
        return
    stamp.unlink(missing_ok=True)
    program = Program(
        "static-files",
        ["manage.py", "collectstatic", "--no-input", "--clear", "-v", "1"],
        environment=environment,
        logs=LOGS,
        ending=WEB_END,
    )
    program.start()

    def wait() -> str:
        if program.process is None or program.process.wait():
            raise Refusal(f"The static files could not be collected:\n{program.tail()}")
        stamp.write_text(wanted)
        return "collected"

    try:
        yield wait
    finally:
        program.stop()


def static_fingerprint() -> str:
    """Changes with every file of ours and every package; where the clone lies does not matter."""
    digest = hashlib.sha256((ROOT / "requirements" / "local.lock").read_bytes())
    for place in (ROOT / "static", *sorted(ROOT.glob("*/static")), *ROOT.glob("*/*/static")):
        for path in sorted(place.rglob("*")):
            if path.is_file() and VAR not in path.parents:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


def compile_translations() -> str:
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    for path in catalogues:
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime:
            compile_to_mo(path, path.parent.parent.name)
    return ", ".join(path.parent.parent.name for path in catalogues)


def environment_with(addresses: dict[str, str]) -> dict[str, str]:
    """Our environment, in which nothing points to a server that is not ours."""
    environment = dict(os.environ)
    for name in ADDRESSES:
        environment.pop(f"{name}_FILE", None)
    environment.pop("EMAIL_URL_FILE", None)
    environment |= addresses
    environment["DJANGO_SETTINGS_MODULE"] = "gdb_portal.settings.local"
    return environment


def demo_password() -> str:
    """DEMO_PASSWORD, or one made up at the first start and kept with the data."""
    kept = RUN / "demo-password.txt"
    if os.environ.get("DEMO_PASSWORD"):
        kept.write_text(os.environ["DEMO_PASSWORD"])
    elif not kept.exists():
        kept.write_text(f"Spree-{secrets.token_hex(4)}")
    kept.chmod(0o600)
    return kept.read_text()


def wait_for_web(port: int, supervisor: Supervisor, told: Step) -> None:
    """Until the portal answers that its database does. Raises Refusal."""
    until = time.monotonic() + WEB_SECONDS
    while time.monotonic() < until:
        supervisor.watch(0.2)
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10):
                return
        except (OSError, urllib.error.URLError) as error:
            told.detail = str(error)[:60]
    web = next(service for service in supervisor.running if service.name == "web")
    raise Refusal(f"The web server does not answer after {WEB_SECONDS} s:\n{web.tail()}")


def summary(port: int, password: str) -> str:
    base = f"http://localhost:{port}"
    width = max(len(account.email) for account in ACCOUNTS)
    accounts = "\n".join(f"    {one.email:<{width}}  {one.part}" for one in ACCOUNTS)
    return f"""
The portal runs:

    {base}/             the portal
    {base}/konto/login/ sign in
    {base}/cms/         content, moderation, answers
    {base}/postfach/    every mail that the portal sends

Demonstration accounts, all with the password {password}

{accounts}

Logs are in var/log, data stays in var. Ctrl-C ends everything.
"""


@contextlib.contextmanager
def only_one() -> Iterator[Callable[[], None]]:
    """Hold the lock of this clone; the block gets a function that says that it is about to end.

    A killed run holds no lock, whatever it left behind. Raises Refusal.
    """
    with LOCK.open("a+") as lock:

        def write(text: str) -> None:
            lock.seek(0)
            lock.truncate()
            lock.write(text)
            lock.flush()

        begun = time.monotonic()
        while not _locked(lock.fileno()):
            lock.seek(0)
            other = lock.read().strip()
            # Whoever lost its `make` notices within a moment, too.
            if time.monotonic() - begun > (ENDING_SECONDS if other == ENDING else 3):
                raise Refusal(_runs_already(other))
            time.sleep(0.2)
        write(str(os.getpid()))
        yield lambda: write(ENDING)


def _locked(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _runs_already(pid: str) -> str:
    return (
        f"The portal of this clone runs already (process {pid}). Its addresses stand in the "
        f"terminal where it was started.\nEnd it there with Ctrl-C, or with: kill {pid}"
    )
