"""Take over the true outlines of Berlin's districts from an official GeoJSON file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from strategy.geojson import LARGEST_FILE, BadGeoJson
from strategy.services.outlines import import_outlines, remove_outlines


class Command(BaseCommand):
    help = (
        "Reads a GeoJSON FeatureCollection in WGS 84, one feature per district, named in one of "
        "its properties, and draws the map of pilots with these outlines. All districts or none."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument(
            "--source", default="", help="who published the file and under which licence; is shown"
        )
        parser.add_argument("--dry-run", action="store_true", help="check the file, change nothing")
        parser.add_argument("--remove", action="store_true", help="go back to the schematic map")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["remove"]:
            self.stdout.write(f"{remove_outlines()} outlines removed.")
            return
        path, source = options["file"], options["source"].strip()
        if path is None or not source:
            raise CommandError("Name a file and, with --source, who published it.")
        try:
            with path.open("rb") as file, transaction.atomic():
                # One byte more than allowed is enough to know that it is too much.
                counts = import_outlines(file.read(LARGEST_FILE + 1), source=source)
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.") from error
        except BadGeoJson as error:
            raise CommandError(str(error)) from error
        for name, count in sorted(counts.items()):
            self.stdout.write(f"{name}: {count} points")
        done = "Nothing was changed" if options["dry_run"] else "Outlines taken over"
        self.stdout.write(f"{done}: {len(counts)} districts, {sum(counts.values())} points.")
