"""Measure how fast a discussion of thousands of contributions is read."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gdb_portal.local.bench import long_thread


class Command(BaseCommand):
    help = (
        "Fills a new database with one long discussion, reads its pages through all middleware "
        "without the page cache, prints times and numbers of queries, drops the database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--comments", type=int, default=long_thread.COMMENTS)
        parser.add_argument("--times", type=int, default=long_thread.TIMES)

    def handle(self, *args: Any, comments: int, times: int, **options: Any) -> None:
        with long_thread.throw_away_database():
            readings = long_thread.read(long_thread.fill(comments), times)
        self.stdout.write(long_thread.table(readings))
