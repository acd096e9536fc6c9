"""Measure the portal's speed and print one table."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from gdb_portal.local.bench import long_thread, measurements
from gdb_portal.local.bench.rows import table, write
from gdb_portal.local.bench.server import portal


class Command(BaseCommand):
    help = "Measures the portal beside its floors, prints a table, writes var/bench/latest.json."

    def handle(self, *args: Any, **options: Any) -> None:
        port = free_port()
        with portal(port):
            page = measurements.fetch(port, measurements.public_measure().url)
        floor = measurements.static_floor_path()
        floor.parent.mkdir(parents=True, exist_ok=True)
        floor.write_bytes(page)
        try:
            with portal(port):
                rows = [
                    measurements.cached_page(port),
                    measurements.built_page(),
                    measurements.vote(port),
                    measurements.page_weight(port),
                ]
        finally:
            floor.unlink()
            measurements.forget_voters()
        rows.append(long_thread.row())
        write(rows, Path(settings.BASE_DIR) / "var" / "bench" / "latest.json")
        self.stdout.write(table(rows))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
