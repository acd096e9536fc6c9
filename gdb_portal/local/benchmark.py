"""`make bench`: the benchmarks on servers of their own, so that no visitor disturbs them."""

from __future__ import annotations

from . import portal
from .places import servers_place
from .servers import Servers
from .supervisor import Supervisor, ending_politely


def run() -> int:
    """Fill the benchmark's database, measure, end everything."""
    for directory in (portal.RUN, portal.LOGS):
        directory.mkdir(parents=True, exist_ok=True)
    servers = Servers(servers_place(portal.VAR) / "bench", logs=portal.LOGS / "bench")
    supervisor = Supervisor(portal.RUN / "bench-processes.json")
    with ending_politely():
        try:
            servers.start()
            supervisor.add(*servers.all)
            environment = portal.environment_with(
                {**servers.addresses(), "DEMO_PASSWORD": portal.demo_password()}
            )
            portal.set_up(environment)
            bare_views_too = {"DJANGO_SETTINGS_MODULE": "gdb_portal.settings.bench"}
            portal.manage("bench", environment=environment | bare_views_too)
        finally:
            supervisor.stop()
    return 0
