"""PostgreSQL and Valkey from their packages."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import psycopg
import pytest
import redis

from gdb_portal.local.places import servers_place
from gdb_portal.local.postgres import Postgres
from gdb_portal.local.processes import command_of, is_alive
from gdb_portal.local.servers import Servers
from gdb_portal.settings.env import BASE_DIR


@pytest.fixture
def place():
    """Below the place of the clone's own servers, which is known to be usable."""
    base = servers_place(BASE_DIR / "var")
    place = Path(tempfile.mkdtemp(prefix=f"test-{os.getpid()}-", dir=base))
    place.chmod(0o711)
    yield place
    Servers(place, logs=place / "log").heal()
    shutil.rmtree(place)


@pytest.fixture
def servers(place):
    servers = Servers(place, logs=place / "log")
    yield servers
    servers.stop()


def ask(servers, sql):
    with psycopg.connect(servers.postgres.url("portal"), autocommit=True) as connection:
        return connection.execute(sql)


def test_data_is_kept_between_two_runs(servers):
    servers.start()
    ask(servers, "CREATE TABLE kept AS SELECT 'Grüße' AS text")
    broker = redis.Redis.from_url(servers.broker.cache_url())
    broker.set("waiting", "task")
    broker.close()
    servers.stop()

    servers.start()

    with psycopg.connect(servers.postgres.url("portal")) as connection:
        assert connection.execute("SELECT text FROM kept").fetchone() == ("Grüße",)
    broker = redis.Redis.from_url(servers.broker.cache_url())
    assert broker.get("waiting") == b"task"
    broker.close()


def test_nothing_listens_to_the_network(servers):
    servers.start()

    with psycopg.connect(servers.postgres.url("portal")) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    for valkey in (servers.cache, servers.broker):
        client = redis.Redis.from_url(valkey.cache_url())
        assert client.config_get("port") == {"port": "0"}
        client.close()


def test_the_cache_may_forget_and_the_broker_may_not(servers):
    servers.start()

    policies = []
    for valkey in (servers.cache, servers.broker):
        client = redis.Redis.from_url(valkey.cache_url())
        policies.append(client.config_get("maxmemory-policy")["maxmemory-policy"])
        client.close()
    assert policies == ["allkeys-lru", "noeviction"]


def test_after_stopping_nothing_is_left_running(servers):
    servers.start()
    pids = [server.process.pid for server in servers.all]

    servers.stop()

    assert [pid for pid in pids if is_alive(pid)] == []


@pytest.mark.fault
def test_servers_whose_starter_was_killed_are_ended_and_their_data_is_there(place, servers):
    starter = """
        import os, sys
        from pathlib import Path
        from gdb_portal.local.servers import Servers
        servers = Servers(Path(sys.argv[1]), logs=Path(sys.argv[1]) / "log")
        servers.start()
        print(*(server.process.pid for server in servers.all), flush=True)
        os.kill(os.getpid(), 9)
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(starter), str(place)],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    orphans = [int(pid) for pid in killed.stdout.split()]
    assert killed.returncode == -signal.SIGKILL
    assert [pid for pid in orphans if is_alive(pid)] == orphans
    ask(servers, "CREATE TABLE written_by_an_orphan ()")

    servers.start()

    assert [pid for pid in orphans if is_alive(pid)] == []
    assert ask(servers, "SELECT * FROM written_by_an_orphan").fetchall() == []


@pytest.mark.fault
def test_a_lock_with_the_number_of_a_stranger_is_stale_and_the_stranger_lives(servers):
    servers.start()
    servers.stop()
    stranger = subprocess.Popen(["sleep", "60"])
    lock = servers.postgres.data / "postmaster.pid"
    lock.write_text(f"{stranger.pid}\n{servers.postgres.data}\n")
    (servers.broker.data / "pid").write_text(str(stranger.pid))

    servers.start()

    assert ask(servers, "SELECT 1").fetchone() == (1,)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.fault
def test_creating_the_data_that_broke_off_half_way_is_begun_anew(place, servers):
    half = place / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    servers.start()

    assert ask(servers, "SELECT 1").fetchone() == (1,)


def test_two_places_do_not_know_each_other(place, servers):
    servers.start()
    other = Postgres(place / "other", log=place / "other.log", throw_away=True)
    other.start()

    try:
        other.create_database("portal")
        ask(servers, "CREATE TABLE here ()")
        with psycopg.connect(other.url("portal")) as connection:
            found = connection.execute("SELECT to_regclass('here')").fetchone()
    finally:
        other.stop()

    assert found == (None,)
    assert str(servers.postgres.data) in command_of(servers.postgres.process.pid)
